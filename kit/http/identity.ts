import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.ts'
import type { Person } from '../context.ts'
import { Fault } from '../fault.ts'

/** What a verified access token says. */
export interface Identity {
  readonly by: Person
  readonly sessionId: string
  /** ms since the epoch */
  readonly expiresAt: number
  /** Set where the session is good for little yet. */
  readonly confined?: Confinement
}

/** The few routes that a session may use, by their names, and how every other one is refused. */
export interface Confinement {
  readonly routes: readonly string[]
  refusal(): Fault
}

/** Who checks tokens for the server. */
export interface TokenVerifier {
  /** Checks form, signature and time; throws Fault unauthenticated TOKEN_INVALID. */
  verify(token: string): Promise<Identity>
  /** Asked at every request: whether the session still counts. Answers at once where it is known. */
  isLive(identity: Identity): boolean | Promise<boolean>
}

/** Longer tokens are refused unread. */
export const tokenCharactersMax = 4096

/**
 * Whose token it is, for those who are let in without the chain. Throws TOKEN_INVALID where it counts no
 * more, and what the confinement says where the session is good for little yet.
 */
export async function identityIn(verifier: TokenVerifier, token: string): Promise<Identity> {
  if (token.length > tokenCharactersMax) throw invalidToken()
  const identity = await verifier.verify(token)
  if (!(await verifier.isLive(identity))) throw invalidToken()
  if (identity.confined) throw identity.confined.refusal()
  return identity
}

/** The same words whatever is wrong with a token. */
export function invalidToken(): Fault {
  return new Fault('unauthenticated', 'TOKEN_INVALID', 'The login is no longer valid')
}

/** Verified tokens until they expire; the least recently used are forgotten first. */
export interface KnownTokens {
  /** The identity of a token seen before that has not expired. */
  find(token: string): Identity | undefined
  remember(token: string, identity: Identity): void
}

/** Remembers at most `tokensMax` tokens. */
export function createKnownTokens(clock: Clock, tokensMax: number): KnownTokens {
  const known = new LRUCache<string, Identity>({ max: tokensMax })
  return {
    find(token) {
      const identity = known.get(token)
      if (identity === undefined || identity.expiresAt > clock.now()) return identity
      known.delete(token)
      return undefined
    },
    remember: (token, identity) => void known.set(token, identity),
  }
}

/** Whoever has not shown a token. */
export const anonymous: Identity = { by: { kind: 'anonymous' }, sessionId: '', expiresAt: 0 }
