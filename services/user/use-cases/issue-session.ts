import { accessEndOf, claimsOf, type NewSession, type Session, type Subject } from '../domain/session.ts'
import type { UserNeeds } from '../ports.ts'

/** What the owner of an open session is handed. */
export function issueSession(
  needs: Pick<UserNeeds, 'clock' | 'rules' | 'tokens'>,
  opened: Pick<NewSession, 'id' | 'endsAt' | 'tokenEndsAt'> & Partial<NewSession>,
  subject: Subject,
  refreshToken: string,
): Session {
  const at = needs.clock.now()
  const accessEndsAt = accessEndOf(at, opened, needs.rules().sessions)
  return {
    id: opened.id,
    subject,
    accessToken: needs.tokens.mint(claimsOf(subject, opened.id, at, accessEndsAt)),
    accessEndsAt,
    refreshToken,
    refreshEndsAt: opened.tokenEndsAt,
  }
}
