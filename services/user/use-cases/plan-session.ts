import type { NewSession } from '../domain/session.ts'
import type { UserNeeds } from '../ports.ts'

/** A session not yet opened, and the refresh token only its owner will know. */
export function planSession(
  needs: Pick<UserNeeds, 'clock' | 'ids' | 'rules' | 'secrets'>,
  isSingle = false,
): {
  session: NewSession
  refreshToken: string
} {
  const { refreshMs, sessionMs: longMs, singleTokenMs } = needs.rules().sessions
  const sessionMs = isSingle ? singleTokenMs : longMs
  const openedAt = needs.clock.now()
  const refreshToken = needs.secrets.drawToken()
  const session = {
    id: needs.ids.uuid(),
    openedAt,
    endsAt: openedAt + sessionMs,
    tokenHash: needs.secrets.hashToken(refreshToken),
    tokenEndsAt: openedAt + Math.min(refreshMs, sessionMs),
    isSingle,
  }
  return { session, refreshToken }
}
