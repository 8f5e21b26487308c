import { randomUUID } from 'node:crypto'

/** An answer as it came: status, headers that matter and the JSON body. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: journeys read whatever the API answers
  readonly body: any
}

export interface Call {
  readonly method: string
  readonly path: string
  readonly body?: unknown
  readonly token?: string
  readonly key?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** One request to the platform, as any client would send it. */
export async function call(url: string, { method, path, body, token, key, headers }: Call): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: parsed(text) }
}

function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text)
  } catch {
    return text
  }
}

/** Somebody who is logged in; the token is renewed before it expires. */
export interface Visitor {
  readonly id: string
  get(path: string): Promise<Answer>
  send(method: string, path: string, body?: unknown, key?: string): Promise<Answer>
  token(): Promise<string>
}

interface Session {
  accessToken: string
  accessExpiresAt: string
  refreshToken: string
  subjectId: string
}

export async function login(url: string, grant: Readonly<Record<string, string>>): Promise<Visitor> {
  const opened = await call(url, { method: 'POST', path: '/v1/sessions', body: grant })
  if (opened.status !== 201 && opened.status !== 200)
    throw new Error(`login answered ${opened.status}: ${JSON.stringify(opened.body)}`)
  let session: Session = opened.body
  let renewing: Promise<void> | undefined

  async function renew(): Promise<void> {
    const body = { refreshToken: session.refreshToken }
    const answer = await call(url, { method: 'POST', path: '/v1/sessions/refresh', body })
    if (answer.status >= 300)
      throw new Error(`refresh answered ${answer.status}: ${JSON.stringify(answer.body)}`)
    session = answer.body
  }

  /** Whoever needs a token meanwhile waits for the same renewal. */
  function renewOnce(): Promise<void> {
    renewing ??= renew().finally(() => {
      renewing = undefined
    })
    return renewing
  }

  async function token(): Promise<string> {
    if (Date.parse(session.accessExpiresAt) - Date.now() < 1000) await renewOnce()
    return session.accessToken
  }

  return {
    id: session.subjectId,
    token,
    get: async (path) => call(url, { method: 'GET', path, token: await token() }),
    send: async (method, path, body, key) =>
      call(url, {
        method,
        path,
        token: await token(),
        ...(body === undefined ? {} : { body }),
        ...(key === undefined ? {} : { key }),
      }),
  }
}

/** A customer who logs in by the code sent to a phone. */
export async function loginByPhone(url: string, phone: string): Promise<Visitor> {
  const sent = await call(url, { method: 'POST', path: '/v1/phone-codes', body: { phone } })
  if (sent.status >= 300) throw new Error(`phone code answered ${sent.status}: ${JSON.stringify(sent.body)}`)
  return login(url, { grant: 'phone', phone, code: sent.body.shownCode })
}

export const newKey = () => randomUUID()

let phones = Date.now() % 10_000_000

/** A phone number that no other test uses. */
export function newPhone(): string {
  phones = (phones + 1) % 100_000_000
  return `139${String(phones).padStart(8, '0')}`
}

/** Asks until the answer satisfies, with a bound: tests wait for states, never for time. */
export async function until<T>(
  what: string,
  ask: () => Promise<T>,
  isIt: (answer: T) => boolean,
  boundMs = 15_000,
): Promise<T> {
  const endsAt = Date.now() + boundMs
  for (;;) {
    const answer = await ask()
    if (isIt(answer)) return answer
    if (Date.now() > endsAt)
      throw new Error(`waited ${boundMs} ms for ${what}; last: ${JSON.stringify(answer).slice(0, 600)}`)
    await new Promise((resolve) => setTimeout(resolve, 40))
  }
}
