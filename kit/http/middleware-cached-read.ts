import { answerCached } from './cached-body.ts'
import type { Middleware } from './chain.ts'

/**
 * Answers a public read from memory before anything is known of the caller. A request with a query goes the
 * whole way, to be checked.
 */
export function cachedRead(): Middleware {
  return (next) => (exchange) => {
    const { cached } = exchange.route
    if (cached === undefined || exchange.request.url?.includes('?')) return next(exchange)
    const hit = cached(exchange.params)
    return hit ? answerCached(hit, exchange.request.headers['if-none-match']) : next(exchange)
  }
}
