import type { Exchange } from './exchange.ts'
import type { Outcome } from './reply.ts'

/** Answers an exchange, or throws what becomes a problem. */
export type Step = (exchange: Exchange) => Outcome

/** Wraps the steps behind it. */
export type Middleware = (next: Step) => Step

/** Builds the onion: the first middleware is the outermost. */
export function compose(chain: readonly Middleware[], last: Step): Step {
  return chain.reduceRight((next, middleware) => middleware(next), last)
}
