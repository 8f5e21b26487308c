import { z } from 'zod'
import { assert } from '#kit/assert.ts'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { Clients } from '../clients.ts'
import { anyRead, customerWrite, text } from '../http.ts'
import { customerShape, shapeCustomer } from '../shapes/customer.ts'
import { exportMe } from './my-data.ts'

const meShape = z
  .discriminatedUnion('kind', [
    customerShape,
    z.strictObject({
      kind: z.literal('employee'),
      id: z.string(),
      shopId: z.string(),
      roles: z.array(z.string()),
    }),
  ])
  .meta({ id: 'Me' })

const tagged = { tag: 'me' } as const

export function meRoutes(needs: Pick<Clients, 'user' | 'order' | 'push'>): readonly Route[] {
  return [getMe(needs), updateMe(needs), exportMe(needs), deleteMe(needs)]
}

function getMe({ user }: Pick<Clients, 'user'>): Route {
  return route({
    ...anyRead,
    ...tagged,
    name: 'getMe',
    method: 'GET',
    path: '/v1/me',
    summary: 'Who is logged in',
    replies: { 200: meShape },
    async handler({ by }) {
      if (by.kind === 'employee') {
        return answer(200, { kind: 'employee' as const, id: by.id, shopId: by.shopId, roles: by.roles })
      }
      assert(by.kind === 'customer', 'the audience is customers and employees')
      return answer(200, shapeCustomer(await user.getCustomer({ customerId: by.id })))
    },
  })
}

function updateMe({ user }: Pick<Clients, 'user'>): Route {
  return route({
    ...customerWrite,
    ...tagged,
    name: 'updateMe',
    method: 'PATCH',
    path: '/v1/me',
    summary: 'Changes the customer’s own profile; what is not given stays as it is',
    body: z.strictObject({
      name: text(20).optional(),
      /** The id of an image; null takes it away. */
      avatar: text(128).nullable().optional(),
      sex: z.enum(['M', 'F']).nullable().optional(),
    }),
    replies: { 200: customerShape },
    async handler({ body: { name, avatar, sex } }) {
      const change = { name, avatar: emptied(avatar), sex: emptied(sex) }
      return answer(200, shapeCustomer(await user.updateProfile(change)))
    },
  })
}

function deleteMe({ user }: Pick<Clients, 'user'>): Route {
  return route({
    ...customerWrite,
    ...tagged,
    name: 'deleteMe',
    method: 'DELETE',
    path: '/v1/me',
    summary: 'Deletes the customer’s account for good; needs a fresh login and no order under way',
    rateClass: 'login',
    audit: 'line',
    replies: { 204: z.undefined() },
    async handler() {
      await user.deleteCustomer({})
      return answer(204)
    },
  })
}

/** Null is how JSON says that there is none. */
function emptied(value: string | null | undefined): string | undefined {
  return value === null ? '' : value
}
