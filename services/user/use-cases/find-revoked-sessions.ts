import type { UserNeeds } from '../ports.ts'

export function findRevokedSessions(
  needs: Pick<UserNeeds, 'clock' | 'sessions'>,
  sessionIds: readonly string[],
): Promise<readonly string[]> {
  return needs.sessions.findRevoked(sessionIds, needs.clock.now())
}
