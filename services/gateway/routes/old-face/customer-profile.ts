import { z } from 'zod'
import { assert } from '#kit/assert.ts'
import type { Clients } from '../../clients.ts'
import { sex, text } from './input.ts'
import { customer, nothing, type OldRoute, oldRoute } from './old-route.ts'
import type { Pictures } from './pictures.ts'
import { flagOf } from './wire.ts'

interface Needs extends Pick<Clients, 'user'> {
  readonly pictures: Pictures
}

export function customerProfileRoutes({ user, pictures }: Needs): readonly OldRoute[] {
  return [
    oldRoute('GET /user/user/profile', {
      who: customer,
      summary: '查询个人资料',
      reads: nothing,
      async asks(_, { by }) {
        assert(by.kind === 'customer', 'the audience is customers')
        return user.getCustomer({ customerId: by.id })
      },
      shows: ({ id, name, avatar, phone, sex: its }) => ({
        id: Number(id),
        nickname: name,
        avatar: pictures.addressOf(avatar),
        phone,
        gender: its === '' ? null : flagOf(its === 'M'),
      }),
    }),
    // A phone number is changed by none but who proves to hold it, so the one that comes along is left alone.
    // So is a picture on WeChat's servers, because none is shown from anywhere but here.
    oldRoute('PUT /user/user/profile', {
      who: customer,
      summary: '修改个人资料',
      reads: z.object({
        ...{ nickname: text(20).optional(), avatar: text(500).optional() },
        gender: sex.optional(),
      }),
      asks: ({ nickname, avatar, gender }) =>
        user.updateProfile({
          ...{ name: nickname, sex: gender },
          avatar:
            avatar === undefined || pictures.isForeign(avatar) ? undefined : idIn(pictures.imageOf(avatar)),
        }),
    }),
  ]
}

const idIn = (image: string) => image.replace('/v1/images/', '')
