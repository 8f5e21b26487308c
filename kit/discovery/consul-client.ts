import type { Clock } from '../clock.ts'

/** One question to the agent. */
export interface ConsulRequest {
  readonly method: 'GET' | 'PUT'
  /** Path and query below `/v1`. */
  readonly path: string
  /** Sent as JSON. */
  readonly body?: unknown
  /** At most this long. */
  readonly withinMs: number
  readonly signal?: AbortSignal
}

/** What it said, whatever its status. */
export interface ConsulAnswer {
  readonly status: number
  /** X-Consul-Index; 0 where there is none. */
  readonly index: number
  readonly text: string
}

/** HTTP to a Consul agent. Rejects where there is no answer; any status is an answer. */
export type ConsulClient = (request: ConsulRequest) => Promise<ConsulAnswer>

/** A client of the agent at `url`; `token` is sent with every request. */
export function createConsulClient(url: string, clock: Clock, token?: string): ConsulClient {
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { 'x-consul-token': token }),
  }
  return async ({ method, path, body, withinMs, signal }) => {
    const late = new AbortController()
    const cancel = clock.after(withinMs, () => late.abort(new Error(`no answer within ${withinMs} ms`)))
    try {
      const answer = await fetch(`${url}/v1${path}`, {
        method,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
        signal: signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]),
      })
      const index = Number(answer.headers.get('x-consul-index') ?? 0)
      return { status: answer.status, index, text: await answer.text() }
    } finally {
      cancel()
    }
  }
}

/** The answer, where it is one of success. */
export function succeeded(answer: ConsulAnswer): ConsulAnswer {
  if (answer.status === 200) return answer
  throw new Error(`Consul answered ${answer.status}: ${answer.text.slice(0, 200)}`)
}
