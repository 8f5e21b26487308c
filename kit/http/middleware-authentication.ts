import { Fault } from '../fault.ts'
import type { Middleware, Step } from './chain.ts'
import type { Exchange } from './exchange.ts'
import {
  type Identity,
  invalidToken,
  type KnownTokens,
  type TokenVerifier,
  tokenCharactersMax,
} from './identity.ts'

interface AuthenticationNeeds {
  readonly knownTokens: KnownTokens
  readonly verifier: TokenVerifier
}

/** Finds out who calls. Public routes do not ask: there a bad token is as good as none. */
export function authentication({ knownTokens, verifier }: AuthenticationNeeds): Middleware {
  async function verified(token: string): Promise<Identity> {
    const identity = knownTokens.find(token) ?? (await verifier.verify(token))
    knownTokens.remember(token, identity)
    if (await verifier.isLive(identity)) return identity
    throw invalidToken()
  }

  async function authenticate(exchange: Exchange, next: Step) {
    const { token } = exchange
    if (exchange.credentials === undefined) {
      throw new Fault('unauthenticated', 'TOKEN_MISSING', 'A login is needed')
    }
    if (token === undefined || token.length > tokenCharactersMax) throw invalidToken()
    exchange.identity = await verified(token)
    return next(exchange)
  }

  return (next) => (exchange) =>
    exchange.route.audience === 'public' ? next(exchange) : authenticate(exchange, next)
}
