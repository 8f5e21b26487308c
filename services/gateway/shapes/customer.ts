import { z } from 'zod'
import type { CustomerSchema } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import type { PlainOf } from '#kit/rpc/message.ts'
import { momentOf, textOrNull } from '../http.ts'

export const customerShape = z.strictObject({
  kind: z.literal('customer'),
  id: z.string(),
  name: z.string(),
  phone: z.string().nullable(),
  avatar: z.string().nullable(),
  sex: z.string().nullable(),
  createdAt: z.string(),
})

export function shapeCustomer({ id, name, phone, avatar, sex, createdAt }: PlainOf<typeof CustomerSchema>) {
  const told = { phone: textOrNull(phone), avatar: textOrNull(avatar), sex: textOrNull(sex) }
  return { kind: 'customer' as const, id, name, ...told, createdAt: momentOf(createdAt) }
}
