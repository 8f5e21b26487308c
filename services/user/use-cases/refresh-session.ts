import { type Session, sessionEnded } from '../domain/session.ts'
import type { UserNeeds } from '../ports.ts'
import { issueSession } from './issue-session.ts'

type Needs = Pick<UserNeeds, 'clock' | 'rules' | 'secrets' | 'sessions' | 'tokens'>

export async function refreshSession(needs: Needs, presented: string): Promise<Session> {
  const next = needs.secrets.drawToken()
  const rotated = await needs.sessions.rotateToken({
    hash: needs.secrets.hashToken(presented),
    nextHash: needs.secrets.hashToken(next),
    sealedNext: needs.secrets.seal(next, presented),
    at: needs.clock.now(),
    rules: needs.rules().sessions,
  })
  if (rotated.outcome === 'ended') throw sessionEnded()

  const { sessionId, sessionEndsAt, nextEndsAt, sealedNext, subject } = rotated
  const opened = { id: sessionId, endsAt: sessionEndsAt, tokenEndsAt: nextEndsAt }
  return issueSession(needs, opened, subject, needs.secrets.unseal(sealedNext, presented))
}
