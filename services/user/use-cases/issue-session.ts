import { accessEndOf, claimsOf, type NewSession, type Session, type Subject } from '../domain/session.ts'
import type { UserNeeds } from '../ports.ts'

type Needs = Pick<UserNeeds, 'clock' | 'ids' | 'rules' | 'secrets' | 'tokens'>

/** A session not yet opened, and the refresh token only its owner will know. */
export function planSession(needs: Needs): { session: NewSession; refreshToken: string } {
  const { refreshMs, sessionMs } = needs.rules().sessions
  const openedAt = needs.clock.now()
  const refreshToken = needs.secrets.drawToken()
  const session = {
    id: needs.ids.uuid(),
    openedAt,
    endsAt: openedAt + sessionMs,
    tokenHash: needs.secrets.hashToken(refreshToken),
    tokenEndsAt: openedAt + Math.min(refreshMs, sessionMs),
  }
  return { session, refreshToken }
}

/** What the owner of an open session is handed. */
export function issueSession(
  needs: Pick<Needs, 'clock' | 'rules' | 'tokens'>,
  opened: { readonly id: string; readonly endsAt: number; readonly tokenEndsAt: number },
  subject: Subject,
  refreshToken: string,
): Session {
  const at = needs.clock.now()
  const accessEndsAt = accessEndOf(at, opened.endsAt, needs.rules().sessions)
  return {
    id: opened.id,
    subject,
    accessToken: needs.tokens.mint(claimsOf(subject, opened.id, at, accessEndsAt)),
    accessEndsAt,
    refreshToken,
    refreshEndsAt: opened.tokenEndsAt,
  }
}
