import { demoEmployees } from '../../host/demo/people.ts'
import { type Call, call, newPhone } from '../journeys/api.ts'
import { pause } from './patience.ts'
import type { Town } from './town.ts'
import { customer, employee } from './visitor.ts'

/** Asks the same few things again and again, and never asks twice because of a bad answer. */
export interface Probes {
  /** How often each was answered what, while it asked for so long. */
  askFor(ms: number): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>>
}

const pauseMs = 200
const answerMs = 10_000

export async function openProbes(town: Town): Promise<Probes> {
  const { url, shopId } = town
  const [{ username, password }] = demoEmployees
  const shopper = await customer(town)
  const staff = await employee(town, username, password)
  const questions: Readonly<Record<string, () => Call>> = {
    menu: () => ({ method: 'GET', path: `/v1/shops/${shopId}/menu` }),
    quote: () => ({ method: 'GET', path: `/v1/cart/quote?shopId=${shopId}`, token: shopper.token() }),
    history: () => ({ method: 'GET', path: '/v1/orders', token: shopper.token() }),
    'orders of the shop': () => ({
      method: 'GET',
      path: `/v1/shops/${shopId}/orders?states=PAID`,
      token: staff.token(),
    }),
    'phone code': () => ({ method: 'POST', path: '/v1/phone-codes', body: { phone: newPhone() } }),
  }
  return {
    async askFor(ms) {
      const answers = new Map<string, Map<string, number>>()
      const endsAt = Date.now() + ms
      while (Date.now() < endsAt) {
        await Promise.all(
          Object.entries(questions).map(async ([asked, request]) => {
            const code = await codeOf(url, request())
            const codes = answers.get(asked) ?? new Map<string, number>()
            answers.set(asked, codes.set(code, (codes.get(code) ?? 0) + 1))
          }),
        )
        await pause(pauseMs)
      }
      return answers
    },
  }
}

/** `200`, `503 STORAGE_UNAVAILABLE`, or what came instead of an answer. */
async function codeOf(url: string, request: Call): Promise<string> {
  const silence = pause(answerMs).then(() => 'no answer')
  const answer = call(url, request).then(
    ({ status, body }) => (status < 400 ? String(status) : `${status} ${body?.code}`),
    () => 'no connection',
  )
  return Promise.race([answer, silence])
}
