import { z } from 'zod'
import type { AddressSchema } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import type { Person } from '#kit/context.ts'
import { Fault } from '#kit/fault.ts'
import type { PlainOf } from '#kit/rpc/message.ts'
import type { Clients } from '../../clients.ts'
import { id, sex, text } from './input.ts'
import { customer, nothing, type OldRoute, oldRoute } from './old-route.ts'
import { flagOf, showSex } from './wire.ts'

type Needs = Pick<Clients, 'user'>
type Address = PlainOf<typeof AddressSchema>

/** The old numbers of the words that everybody uses. */
const labels: readonly (readonly [string, string])[] = [
  ['1', 'company'],
  ['2', 'home'],
  ['3', 'school'],
]

const fields = z
  .object({
    ...{ consignee: text(64).default(''), phone: text(20).default(''), sex: sex.default('') },
    ...{ provinceName: text(64).default(''), cityName: text(64).default('') },
    ...{ districtName: text(64).default(''), detail: text(255).default(''), label: text(64).default('') },
    ...{ provinceCode: text(12).default(''), cityCode: text(12).default('') },
    ...{ districtCode: text(12).default(''), id: id.optional() },
  })
  .transform(({ provinceName, cityName, districtName, label, ...rest }) => ({
    ...{ ...rest, province: provinceName, city: cityName, district: districtName },
    label: labels.find(([number]) => number === label)?.[1] ?? label,
  }))

export function customerAddressRoutes(needs: Needs): readonly OldRoute[] {
  return [...readRoutes(needs), ...changeRoutes(needs)]
}

function readRoutes({ user }: Needs): readonly OldRoute[] {
  return [
    oldRoute('GET /user/addressBook/list', {
      who: customer,
      summary: '查询登录用户的所有地址',
      reads: nothing,
      asks: async (_, { by }) => ({ by, ...(await user.listAddresses({})) }),
      shows: ({ by, addresses }) => addresses.map((address) => showAddress(address, by)),
    }),
    oldRoute('GET /user/addressBook/default', {
      who: customer,
      summary: '查询默认地址',
      words: { ADDRESS_MISSING: '没有查询到默认地址' },
      reads: nothing,
      async asks(_, { by }) {
        const address = (await user.listAddresses({})).addresses.find(({ isDefault }) => isDefault)
        if (!address) throw new Fault('missing', 'ADDRESS_MISSING', 'there is no default address')
        return { by, address }
      },
      shows: ({ by, address }) => showAddress(address, by),
    }),
    oldRoute('GET /user/addressBook/:id', {
      who: customer,
      summary: '根据 id 查询地址',
      reads: z.object({ id }),
      asks: async ({ id: addressId }, { by }) => ({ by, address: await user.getAddress({ addressId }) }),
      shows: ({ by, address }) => showAddress(address, by),
    }),
  ]
}

function changeRoutes({ user }: Needs): readonly OldRoute[] {
  return [
    oldRoute('POST /user/addressBook', {
      who: customer,
      summary: '新增地址',
      reads: fields,
      asks: ({ id: _, ...address }) => user.createAddress({ fields: address }),
    }),
    oldRoute('PUT /user/addressBook', {
      who: customer,
      summary: '修改地址',
      reads: fields,
      asks: ({ id: addressId = '', ...address }) =>
        user.updateAddress({ addressId, fields: address, keepsLocation: true }),
    }),
    oldRoute('PUT /user/addressBook/default', {
      who: customer,
      summary: '设置默认地址',
      reads: z.object({ id }),
      asks: ({ id: addressId }) => user.setDefaultAddress({ addressId }),
    }),
    oldRoute('DELETE /user/addressBook', {
      who: customer,
      summary: '删除地址',
      reads: z.object({ id }),
      asks: ({ id: addressId }) => user.deleteAddress({ addressId }),
    }),
  ]
}

function showAddress(address: Address, by: Person) {
  return {
    id: Number(address.id),
    userId: by.kind === 'customer' ? Number(by.id) : null,
    consignee: address.consignee,
    phone: address.phone,
    sex: showSex(address.sex),
    provinceCode: address.provinceCode || null,
    provinceName: address.province,
    cityCode: address.cityCode || null,
    cityName: address.city,
    districtCode: address.districtCode || null,
    districtName: address.district,
    detail: address.detail,
    label: labels.find(([, word]) => word === address.label)?.[0] ?? address.label,
    isDefault: flagOf(address.isDefault),
  }
}
