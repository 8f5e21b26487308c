import type { TimerHandler } from '#kit/timers/timers.ts'
import type { UserNeeds } from './ports.ts'

/** What is over is forgotten; each verb looks again whether it really is. */
export function createTimers(
  needs: Pick<UserNeeds, 'clock' | 'codes' | 'rules' | 'sessions'>,
): Readonly<Record<string, TimerHandler>> {
  return {
    'forget-code': (phone) => needs.codes.forgetCode(phone, needs.clock.now()),
    'forget-failures': (username) =>
      needs.sessions.forgetFailures(username, needs.clock.now(), needs.rules().lockout),
    'forget-session': (sessionId) => needs.sessions.forgetSession(sessionId, needs.clock.now()),
  }
}
