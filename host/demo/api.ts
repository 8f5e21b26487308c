import { randomUUID } from 'node:crypto'
import type { ZodType } from 'zod'

/** A request as any client of the platform would send it; without a token it is anonymous. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly token?: string
  readonly body?: object
}

/** Answers what came back in the shape that is read of it. Throws where it was refused or is of another. */
export type Send = <T>(shape: ZodType<T>, request: ApiRequest) => Promise<T>

export function createSend(url: string): Send {
  return async (shape, { method, path, token, body }) => {
    const headers = {
      'idempotency-key': randomUUID(),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    }
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const answer = await fetch(url + path, { method, headers, ...sent })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text.slice(0, 300)}`)
    return shape.parse(text === '' ? null : JSON.parse(text))
  }
}
