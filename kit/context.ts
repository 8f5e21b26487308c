import { AsyncLocalStorage } from 'node:async_hooks'

/** Who acts. Handed on as an argument (`by`) from rpc.ts inwards; only the edges read it from the context. */
export type Person =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'customer'; readonly id: string }
  | {
      readonly kind: 'employee'
      readonly id: string
      readonly shopId: string
      readonly roles: readonly string[]
    }
  | { readonly kind: 'system'; readonly id: string }

/** What travels with every call: the one ambient thing. */
export interface Context {
  /** Instant by which an answer is worth something; Infinity where nobody waits. */
  readonly deadline: number
  /** Aborted when the caller has gone. */
  readonly signal: AbortSignal
  /** 32 hexadecimal digits, one per request from outside (W3C trace id). */
  readonly traceId: string
  /** 16 hexadecimal digits, one per span. */
  readonly spanId: string
  /** Whether spans and request logs of this trace are kept. */
  readonly sampled: boolean
  readonly by: Person
  /** The session the person came with; empty where there is none. */
  readonly sessionId: string
}

const never = new AbortController().signal
const contexts = new AsyncLocalStorage<Context>()

/** The context of work that no request asked for. */
export const outsideContext: Context = {
  deadline: Number.POSITIVE_INFINITY,
  signal: never,
  traceId: '00000000000000000000000000000000',
  spanId: '0000000000000000',
  sampled: false,
  by: { kind: 'anonymous' },
  sessionId: '',
}

/** The context of the running call, or `outsideContext`. */
export function currentContext(): Context {
  return contexts.getStore() ?? outsideContext
}

/** Runs `work` in a context made of the current one and `changes`. */
export function withContext<T>(changes: Partial<Context>, work: () => T): T {
  return contexts.run({ ...currentContext(), ...changes }, work)
}

/** `customer:7`, `employee:3`, `system:order` or `anonymous`: how history, audit and logs name a person. */
export function nameOf(person: Person): string {
  return person.kind === 'anonymous' ? person.kind : `${person.kind}:${person.id}`
}
