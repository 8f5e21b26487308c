import { type Answer, newPhone } from '../journeys/api.ts'
import { type Patience, persist } from './patience.ts'

/**
 * Somebody who is logged in and gets a definite answer to everything, however often the platform dies
 * meanwhile.
 */
export interface Visitor {
  ask(method: string, path: string, body?: unknown, key?: string): Promise<Answer>
  /** What shows who it is now. */
  token(): string
}

export interface Doors extends Patience {
  readonly url: string
}

export async function customer(doors: Doors): Promise<Visitor> {
  const phone = newPhone()
  return visitor(doors, async () => {
    const sent = await post(doors, '/v1/phone-codes', { phone })
    return { grant: 'phone', phone, code: sent.body.shownCode }
  })
}

export async function employee(doors: Doors, username: string, password: string): Promise<Visitor> {
  return visitor(doors, async () => ({ grant: 'employee', username, password }))
}

/** Logs in, and again whenever the session has ended: the answer to a login may have been lost. */
async function visitor(doors: Doors, grant: () => Promise<unknown>): Promise<Visitor> {
  const { url } = doors
  let token = await login(doors, grant)
  return {
    token: () => token,
    async ask(method, path, body, key) {
      const request = { method, path, ...(body === undefined ? {} : { body }), ...(key && { key }) }
      const answer = await persist(url, { ...request, token }, doors)
      if (answer.status !== 401) return answer
      token = await login(doors, grant)
      return persist(url, { ...request, token }, doors)
    },
  }
}

const loginsMax = 20

async function login(doors: Doors, grant: () => Promise<unknown>): Promise<string> {
  for (let tried = 0; tried < loginsMax; tried++) {
    const opened = await post(doors, '/v1/sessions', await grant())
    if (opened.status === 201) return opened.body.accessToken
  }
  throw new Error('nobody can log in')
}

function post(doors: Doors, path: string, body: unknown): Promise<Answer> {
  return persist(doors.url, { method: 'POST', path, body }, doors)
}
