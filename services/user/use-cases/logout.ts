import { sessionEnded } from '../domain/session.ts'
import type { UserNeeds } from '../ports.ts'

export async function logout(needs: Pick<UserNeeds, 'clock' | 'sessions'>, sessionId: string): Promise<void> {
  if (sessionId === '') throw sessionEnded()
  await needs.sessions.revokeSession(sessionId, needs.clock.now())
}
