import assert from 'node:assert/strict'
import { call, loginByPhone, newPhone, until } from '../api.ts'
import { expect } from '../stage.ts'
import type { Journey } from './journey.ts'

/** Who may come in. */
export const sessions: readonly Journey[] = [
  {
    name: 'expired token: refused, and renewed by the refresh token',
    async run({ url }) {
      const customer = await loginByPhone(url, newPhone())
      const token = await customer.token()
      const me = () => call(url, { method: 'GET', path: '/v1/me', token })
      expect(await me(), 200)
      const refused = await until('the token to expire', me, ({ status }) => status !== 200)
      expect(refused, 401)
      expect(await customer.get('/v1/me'), 200)
    },
  },
  {
    name: 'revoked token: refused within a second of logging out',
    async run({ url }) {
      const customer = await loginByPhone(url, newPhone())
      const token = await customer.token()
      expect(await call(url, { method: 'GET', path: '/v1/me', token }), 200)
      expect(await customer.send('DELETE', '/v1/sessions/current'), 204)
      const loggedOutAt = Date.now()
      const me = () => call(url, { method: 'GET', path: '/v1/me', token })
      expect(await until('the token to be refused', me, ({ status }) => status !== 200), 401)
      const took = Date.now() - loggedOutAt
      assert.ok(took < 1500, `it took ${took} ms`)
    },
  },
]
