import { z } from 'zod'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { Clients } from '../clients.ts'
import { anyWrite, momentOf, publicRead, staffWrite, text, textOrNull } from '../http.ts'
import { sessionShape, shapeSession } from '../shapes/session.ts'

const entry = { ...publicRead, tag: 'sessions', rateClass: 'login', audit: 'line' } as const

const phone = text(20)
const grants = z.discriminatedUnion('grant', [
  z.strictObject({ grant: z.literal('phone'), phone, code: text(10) }),
  z.strictObject({ grant: z.literal('wechat'), jsCode: text(128) }),
  z.strictObject({ grant: z.literal('employee'), username: text(64), password: text(128) }),
])

export function sessionRoutes(needs: Pick<Clients, 'user'>): readonly Route[] {
  return [
    sendPhoneCode(needs),
    openSession(needs),
    refreshSession(needs),
    closeSession(needs),
    changePassword(needs),
  ]
}

function sendPhoneCode({ user }: Pick<Clients, 'user'>): Route {
  return route({
    ...entry,
    name: 'sendPhoneCode',
    method: 'POST',
    path: '/v1/phone-codes',
    summary: 'Sends a login code to a phone; the demo shows it',
    body: z.strictObject({ phone }),
    replies: { 200: z.strictObject({ shownCode: z.string().nullable(), expiresAt: z.string() }) },
    async handler({ body }) {
      const { shownCode, expiresAt } = await user.sendPhoneCode(body)
      return answer(200, { shownCode: textOrNull(shownCode), expiresAt: momentOf(expiresAt) })
    },
  })
}

function openSession({ user }: Pick<Clients, 'user'>): Route {
  return route({
    ...entry,
    name: 'openSession',
    method: 'POST',
    path: '/v1/sessions',
    summary: 'Logs in by phone code, WeChat code or password',
    body: grants,
    replies: { 201: sessionShape },
    handler: async ({ body }) => answer(201, shapeSession(await login(user, body))),
  })
}

function refreshSession({ user }: Pick<Clients, 'user'>): Route {
  return route({
    ...entry,
    name: 'refreshSession',
    method: 'POST',
    path: '/v1/sessions/refresh',
    summary: 'Exchanges a refresh token for a new pair of tokens',
    body: z.strictObject({ refreshToken: text(512) }),
    replies: { 200: sessionShape },
    handler: async ({ body }) => answer(200, shapeSession(await user.refreshSession(body))),
  })
}

function closeSession({ user }: Pick<Clients, 'user'>): Route {
  return route({
    ...anyWrite,
    tag: 'sessions',
    name: 'closeSession',
    method: 'DELETE',
    path: '/v1/sessions/current',
    summary: 'Logs out',
    audit: 'line',
    replies: { 204: z.undefined() },
    async handler() {
      await user.logout({})
      return answer(204)
    },
  })
}

function changePassword({ user }: Pick<Clients, 'user'>): Route {
  return route({
    ...staffWrite,
    tag: 'sessions',
    rateClass: 'login',
    name: 'changePassword',
    // The change enters itself, in the step that makes it.
    audit: 'line',
    method: 'PUT',
    path: '/v1/me/password',
    summary: 'Changes one’s own password; ends every other session and answers new tokens for this one',
    body: z.strictObject({ oldPassword: text(128), newPassword: text(128) }),
    replies: { 200: sessionShape },
    handler: async ({ body }) => answer(200, shapeSession(await user.changePassword(body))),
  })
}

function login(user: Clients['user'], given: z.output<typeof grants>) {
  if (given.grant === 'phone') return user.loginByPhone({ phone: given.phone, code: given.code })
  if (given.grant === 'wechat') return user.loginByWechat({ jsCode: given.jsCode })
  return user.loginEmployee({ username: given.username, password: given.password })
}
