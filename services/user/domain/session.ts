import { Fault } from '#kit/fault.ts'
import { rolesInEffect } from './roles.ts'

/** Whose session it is, as far as the token tells. */
export type Subject =
  | { readonly kind: 'customer'; readonly id: string; readonly name: string }
  | {
      readonly kind: 'employee'
      readonly id: string
      readonly name: string
      readonly shopId: string
      readonly roles: readonly string[]
      readonly mustChangePassword: boolean
    }

/** A session about to be opened, with its first refresh token in its stored form. */
export interface NewSession {
  readonly id: string
  readonly openedAt: number
  readonly endsAt: number
  readonly tokenHash: string
  readonly tokenEndsAt: number
  /** Its client keeps one token, which lasts as long as the session. */
  readonly isSingle?: boolean
}

/** What an opened or refreshed session is handed over as. */
export interface Session {
  readonly id: string
  readonly subject: Subject
  readonly accessToken: string
  readonly accessEndsAt: number
  readonly refreshToken: string
  readonly refreshEndsAt: number
}

export interface SessionRules {
  readonly accessMs: number
  /** How long a refresh token may lie unused. */
  readonly refreshMs: number
  /** How long a session lasts however often it is refreshed. */
  readonly sessionMs: number
  /** The same for a session whose one token is as long as itself. */
  readonly singleTokenMs: number
  /** How long a used refresh token still answers its own successor. */
  readonly graceMs: number
  /** How long a login counts as fresh. */
  readonly freshMs: number
}

/** A presented refresh token and the session it belongs to, as they are stored. */
export interface Presented {
  /** null while unused. */
  readonly usedAt: number | null
  readonly tokenEndsAt: number
  /** null while the session counts. */
  readonly revokedAt: number | null
  readonly sessionEndsAt: number
}

/** rotate: give a successor · repeat: give the same one again · reuse: it was copied · ended: too late. */
export type Verdict = 'rotate' | 'repeat' | 'reuse' | 'ended'

export function judge(presented: Presented, at: number, graceMs: number): Verdict {
  if (presented.revokedAt !== null || presented.sessionEndsAt <= at) return 'ended'
  if (presented.usedAt === null) return presented.tokenEndsAt > at ? 'rotate' : 'ended'
  return presented.usedAt > at - graceMs ? 'repeat' : 'reuse'
}

/** When an access token made now ends: on a whole second, because that is all a JWT can tell. */
export function accessEndOf(
  at: number,
  { endsAt, isSingle = false }: Pick<NewSession, 'endsAt'> & Partial<NewSession>,
  { accessMs, singleTokenMs }: SessionRules,
): number {
  return Math.floor(Math.min(at + (isSingle ? singleTokenMs : accessMs), endsAt) / 1000) * 1000
}

/** Claims of an access token; instants in seconds, as JWT wants them. */
export function claimsOf(subject: Subject, sessionId: string, at: number, endsAt: number): Claims {
  const times = { iat: Math.floor(at / 1000), exp: endsAt / 1000 }
  const whose = { sub: subject.id, kind: subject.kind, sid: sessionId }
  if (subject.kind === 'customer') return { ...whose, ...times }
  const works = { shop: subject.shopId, roles: rolesInEffect(subject.roles) }
  const confined = subject.mustChangePassword && { confined: 'PASSWORD_CHANGE_REQUIRED' as const }
  return { ...whose, ...works, ...confined, ...times }
}

export interface Claims {
  readonly sub: string
  readonly kind: Subject['kind']
  readonly sid: string
  readonly shop?: string
  readonly roles?: readonly string[]
  /** Why the session is good for one thing only: to do away with the reason. */
  readonly confined?: 'PASSWORD_CHANGE_REQUIRED'
  readonly iat: number
  readonly exp: number
}

/** Some things are done only by somebody who has just shown who they are; refreshing shows nothing. */
export function checkFresh(openedAt: number | undefined, at: number, freshMs: number): void {
  if (openedAt !== undefined && openedAt > at - freshMs) return
  throw new Fault('precondition', 'LOGIN_STALE', 'Log in again first; this needs a fresh login')
}

export function sessionEnded(): Fault {
  return new Fault('unauthenticated', 'SESSION_ENDED', 'The session has ended; please log in again')
}
