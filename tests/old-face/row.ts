import type { Endpoint } from './endpoints.ts'
import { nothing, text } from './formats.ts'
import { anything, exactly, having, nullOr, object, type Shape } from './shape.ts'

/** Whose token is sent. `wechat` is the provider, who has none and signs. */
export type Who = 'manager' | 'clerk' | 'customer' | 'stranger' | 'nobody' | 'wechat'

/** What happens outside our house between two requests: the customer presses "pay" in the WeChat app. */
export const payInWechat = 'POST of the WeChat app /cashier/{prepay}/pay'

/** One request as an old client sends it, and what it has to get. `$name` stands for what a row kept. */
export interface Row {
  /** A sentence: what is guaranteed. */
  readonly name: string
  readonly who: Who
  readonly call: Endpoint | typeof payInWechat
  /** Of the braces in the path. */
  readonly path?: Readonly<Record<string, string | number>>
  readonly query?: Readonly<Record<string, string | number>>
  readonly headers?: Readonly<Record<string, string>>
  /** JSON, or a text as it is where `sentAs` says that it is none. */
  readonly body?: unknown
  readonly sentAs?: string
  /** Sent as the field `file` of a form. */
  readonly upload?: Upload
  readonly answers: Answer
  /** Names for what later rows need, and where in the answer it stands: `{ dish: 'data.id' }`. */
  readonly keeps?: Readonly<Record<string, string | Within>>
  /** The address as a client writes it that ends it with a slash. */
  readonly endsWithSlash?: true
}

/** A part of a text in the answer. */
export interface Within {
  readonly at: string
  /** What its first group catches. */
  readonly part: RegExp
}

export interface Upload {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** What comes back: a JSON body of a shape, or a file that begins with these bytes. */
export interface Answer {
  /** Whether the endpoint does what it is for. */
  readonly isDone: boolean
  readonly status: number
  readonly media: string
  readonly body: Shape | FileStart
}

export interface FileStart {
  readonly begins: string
}

const json = 'application/json'

/** `{code: 1, msg: null, data}` */
export function done(data: Shape = nothing): Answer {
  return { isDone: true, status: 200, media: json, body: object({ code: exactly(1), msg: nothing, data }) }
}

/** A business refusal: HTTP 200, so that the page shows `msg`. */
export function refused(msg: string | Shape = text, data: Shape = nothing): Answer {
  return { isDone: false, status: 200, media: json, body: refusal(msg, data) }
}

/** A refusal to pages that look at nothing but the status. */
export function refusedLoudly(status: number, msg: string | Shape = text): Answer {
  return { isDone: false, status, media: json, body: refusal(msg, nothing) }
}

function refusal(msg: string | Shape, data: Shape): Shape {
  return object({ code: exactly(0), msg: typeof msg === 'string' ? exactly(msg) : msg, data })
}

/** HTTP 401, which alone leads the console to its login form; other clients look for the words. */
export const notLoggedIn: Answer = refusedLoudly(401, '用户未登录')

/** A foreign thing and one that was never there are answered alike: no code 1, no data. */
export const missing: Answer = refused()

/** An envelope, whatever is in it: of endpoints whose answers nobody knows. */
export const envelope: Answer = {
  isDone: true,
  status: 200,
  media: json,
  body: having({ code: exactly(1), msg: nullOr(text), data: anything }),
}

/** Bytes of this kind. */
export function file(media: string, begins: string): Answer {
  return { isDone: true, status: 200, media, body: { begins } }
}

/** What WeChat Pay wants to hear. */
export const acknowledged: Answer = {
  isDone: true,
  status: 200,
  media: json,
  body: object({ code: exactly('SUCCESS'), message: exactly('SUCCESS') }),
}

/** What makes WeChat Pay try again: a status that is not 2xx, in its own words. */
export function notAcknowledged(status: number): Answer {
  return { isDone: false, status, media: json, body: object({ code: exactly('FAIL'), message: text }) }
}
