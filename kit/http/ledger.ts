import { faultOf } from '../fault.ts'
import type { Log } from '../telemetry/log.ts'
import type { CachedBody } from './cached-body.ts'
import type { AnyAnswer, Route, RouteRequest } from './route.ts'

type Request = RouteRequest<unknown, unknown, unknown>

/** What an employee asks for, before it is done. */
export interface Act extends Pick<Request, 'params' | 'query' | 'body'> {
  /** The operation's name. */
  readonly name: string
  /** As the route declares it, with its parameters as `:id`. */
  readonly path: string
}

/**
 * Enters an act; what it throws refuses the act, so that nothing is done that was not entered. Answers how to
 * add that the act was not done, and why.
 */
export type Ledger = (act: Act) => Promise<(reason: string) => Promise<void>>

interface LedgerNeeds {
  /** Must be there where a route asks for entries. */
  readonly ledger?: Ledger
  readonly log: Log
}

/** Does what a route is there for. */
export type Work = (route: Route, request: Request) => Promise<AnyAnswer | CachedBody>

/** Lets handlers work; those whose acts are entered only behind the entry, where an employee asks. */
export function enterFirst({ ledger, log }: LedgerNeeds): Work {
  return async (route, request) => {
    if (route.audit !== 'entry' || request.by.kind !== 'employee') return route.handler(request)
    if (ledger === undefined) throw new Error(`${route.name} is to be entered, and there is no ledger`)
    const { params, query, body } = request
    const refuse = await ledger({ name: route.act ?? route.name, path: route.path, params, query, body })
    try {
      return await route.handler(request)
    } catch (thrown) {
      const { reason } = faultOf(thrown)
      await refuse(reason).catch((error) => {
        log.warn('a refusal was not entered', { route: route.name, code: reason, error })
      })
      throw thrown
    }
  }
}
