import type { EventStream } from './sse.ts'

/** What is written to the client. */
export interface Reply {
  readonly status: number
  /** name, value, name, value … as node writes them. */
  readonly headers: readonly string[]
  readonly body: string | Uint8Array | EventStream | undefined
  /** The same bytes for everyone: nothing of this request is added to it. */
  readonly isShared?: boolean
}

/** A reply, or the promise of one: what is known at once costs no promise. */
export type Outcome = Reply | Promise<Reply>

/** Follows an outcome, thrown or answered, at once or later. */
export function follow(
  work: () => Outcome,
  onReply: (reply: Reply) => Reply,
  onThrow: (thrown: unknown) => Outcome,
): Outcome {
  try {
    const outcome = work()
    return outcome instanceof Promise ? outcome.then(onReply, onThrow) : onReply(outcome)
  } catch (thrown) {
    return onThrow(thrown)
  }
}

/** A JSON answer that nobody may keep. */
export function jsonReply(status: number, body: unknown, headers: readonly string[] = []): Reply {
  return {
    status,
    headers: ['Content-Type', 'application/json; charset=utf-8', 'Cache-Control', 'no-store', ...headers],
    body: JSON.stringify(body),
  }
}

/** Header names and values as node's flat list. */
export function flatten(headers: Readonly<Record<string, string>> | undefined): string[] {
  return headers ? Object.entries(headers).flat() : []
}
