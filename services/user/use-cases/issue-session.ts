import { accessEndOf, claimsOf, type Session, type Subject } from '../domain/session.ts'
import type { UserNeeds } from '../ports.ts'

/** What the owner of an open session is handed. */
export function issueSession(
  needs: Pick<UserNeeds, 'clock' | 'rules' | 'tokens'>,
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
