import { z } from 'zod'
import type { AddressSchema } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { PlainOf } from '#kit/rpc/message.ts'
import type { Clients } from '../clients.ts'
import { byNumberId, customerRead, customerWrite, listOf, text } from '../http.ts'
import { locationShape } from '../shapes/shop.ts'

const fields = z.strictObject({
  consignee: text(50),
  phone: text(20),
  sex: z.enum(['M', 'F', '']).default(''),
  province: text(50).default(''),
  city: text(50).default(''),
  district: text(50).default(''),
  detail: text(200),
  label: text(20).default(''),
  location: locationShape.nullable().default(null),
})

export const addressShape = z
  .strictObject({
    id: z.string(),
    consignee: z.string(),
    phone: z.string(),
    sex: z.string(),
    province: z.string(),
    city: z.string(),
    district: z.string(),
    detail: z.string(),
    label: z.string(),
    location: locationShape.nullable(),
    isDefault: z.boolean(),
  })
  .meta({ id: 'Address' })

/** What is null in an answer is absent in a message, and the other way round. */
const absent = ({ location, ...rest }: z.infer<typeof fields>) => ({
  ...rest,
  location: location ?? undefined,
})
export function shapeAddress(address: PlainOf<typeof AddressSchema>) {
  // The codes of regions are for old clients, who send them.
  const { provinceCode: _, cityCode: __, districtCode: ___, location, ...shown } = address
  return { ...shown, location: location ?? null }
}

const read = { ...customerRead, tag: 'addresses' } as const
const write = { ...customerWrite, tag: 'addresses' } as const

export function addressRoutes(needs: Pick<Clients, 'user'>): readonly Route[] {
  return [
    listAddresses(needs),
    createAddress(needs),
    getAddress(needs),
    updateAddress(needs),
    deleteAddress(needs),
    setDefaultAddress(needs),
  ]
}

function listAddresses({ user }: Pick<Clients, 'user'>): Route {
  return route({
    ...read,
    name: 'listAddresses',
    method: 'GET',
    path: '/v1/addresses',
    summary: 'The customer’s addresses, the default first',
    replies: { 200: listOf(addressShape) },
    async handler() {
      const { addresses } = await user.listAddresses({})
      return answer(200, { items: addresses.map(shapeAddress) })
    },
  })
}

function createAddress({ user }: Pick<Clients, 'user'>): Route {
  return route({
    ...write,
    name: 'createAddress',
    method: 'POST',
    path: '/v1/addresses',
    summary: 'Adds an address; the first becomes the default',
    body: fields,
    replies: { 201: addressShape },
    handler: async ({ body }) =>
      answer(201, shapeAddress(await user.createAddress({ fields: absent(body) }))),
  })
}

function getAddress({ user }: Pick<Clients, 'user'>): Route {
  return route({
    ...read,
    name: 'getAddress',
    method: 'GET',
    path: '/v1/addresses/:id',
    summary: 'One address',
    params: byNumberId,
    replies: { 200: addressShape },
    handler: async ({ params }) => answer(200, shapeAddress(await user.getAddress({ addressId: params.id }))),
  })
}

function updateAddress({ user }: Pick<Clients, 'user'>): Route {
  return route({
    ...write,
    name: 'updateAddress',
    method: 'PUT',
    path: '/v1/addresses/:id',
    summary: 'Replaces an address',
    params: byNumberId,
    body: fields,
    replies: { 200: addressShape },
    handler: async ({ params, body }) =>
      answer(200, shapeAddress(await user.updateAddress({ addressId: params.id, fields: absent(body) }))),
  })
}

function deleteAddress({ user }: Pick<Clients, 'user'>): Route {
  return route({
    ...write,
    name: 'deleteAddress',
    method: 'DELETE',
    path: '/v1/addresses/:id',
    summary: 'Removes an address',
    params: byNumberId,
    replies: { 204: z.undefined() },
    async handler({ params }) {
      await user.deleteAddress({ addressId: params.id })
      return answer(204)
    },
  })
}

function setDefaultAddress({ user }: Pick<Clients, 'user'>): Route {
  return route({
    ...write,
    name: 'setDefaultAddress',
    method: 'PUT',
    path: '/v1/addresses/:id/default',
    summary: 'Makes an address the default',
    params: byNumberId,
    replies: { 200: addressShape },
    handler: async ({ params }) =>
      answer(200, shapeAddress(await user.setDefaultAddress({ addressId: params.id }))),
  })
}
