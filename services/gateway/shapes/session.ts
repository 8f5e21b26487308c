import { z } from 'zod'
import type { SessionSchema } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import type { PlainOf } from '#kit/rpc/message.ts'
import { momentOf, textOrNull } from '../http.ts'

export const sessionShape = z
  .strictObject({
    sessionId: z.string(),
    accessToken: z.string(),
    accessExpiresAt: z.string(),
    refreshToken: z.string(),
    refreshExpiresAt: z.string(),
    subjectId: z.string(),
    name: z.string(),
    shopId: z.string().nullable(),
    roles: z.array(z.string()),
    permissions: z.array(z.string()),
    /** Until then the session may only change the password and log out. */
    mustChangePassword: z.boolean(),
  })
  .meta({ id: 'Session' })

export function shapeSession(session: PlainOf<typeof SessionSchema>) {
  return {
    ...session,
    accessExpiresAt: momentOf(session.accessExpiresAt),
    refreshExpiresAt: momentOf(session.refreshExpiresAt),
    shopId: textOrNull(session.shopId),
  }
}
