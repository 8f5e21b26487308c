import { LRUCache } from 'lru-cache'
import { SessionRevokedSchema } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import type { Clock } from '#kit/clock.ts'
import { type Watching, watch } from '#kit/messaging/listen.ts'
import { asGateway, type Clients } from './clients.ts'

interface SessionNeeds extends Pick<Clients, 'user'> {
  readonly clock: Clock
  /** How long an answer counts: the longest a revoked session still passes. */
  readonly trustMs: number
}

/** Which sessions still count. */
export interface Sessions {
  /** At once where it was asked within the trusted time; else asks, many at a time. */
  isLive(sessionId: string): boolean | Promise<boolean>
  /** Hears of revocations as they happen. */
  readonly watches: readonly Watching[]
}

interface Known {
  readonly isRevoked: boolean
  readonly askedAt: number
}

const sessionsMax = 50_000
const batchMax = 500

export function createSessions({ user, clock, trustMs }: SessionNeeds): Sessions {
  const known = new LRUCache<string, Known>({ max: sessionsMax })

  /** What is revoked stays so, even against an answer that was on its way. */
  function learn(sessionId: string, news: Known): void {
    if (!known.get(sessionId)?.isRevoked) known.set(sessionId, news)
  }

  const ask = inBatches(async (sessionIds) => {
    const askedAt = clock.now()
    const { revokedIds } = await asGateway(() => user.findRevokedSessions({ sessionIds }))
    for (const sessionId of sessionIds) {
      learn(sessionId, { isRevoked: revokedIds.includes(sessionId), askedAt })
    }
  })

  return {
    isLive(sessionId) {
      const entry = known.get(sessionId)
      if (entry?.isRevoked) return false
      if (entry && clock.now() - entry.askedAt < trustMs) return true
      return ask(sessionId).then(() => known.get(sessionId)?.isRevoked === false)
    },
    watches: [
      watch(SessionRevokedSchema, ({ sessionId }) => {
        learn(sessionId, { isRevoked: true, askedAt: clock.now() })
      }),
    ],
  }
}

interface Waiting {
  readonly id: string
  resolve(): void
  reject(error: unknown): void
}

/** One question at a time: whoever comes meanwhile waits for the next, which asks for all of them. */
function inBatches(ask: (ids: readonly string[]) => Promise<void>): (id: string) => Promise<void> {
  let waiting: Waiting[] = []
  let isAsking = false

  async function askNext(): Promise<void> {
    const batch = waiting.slice(0, batchMax)
    waiting = waiting.slice(batchMax)
    try {
      await ask([...new Set(batch.map(({ id }) => id))])
      for (const { resolve } of batch) resolve()
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  async function askWhileNeeded(): Promise<void> {
    isAsking = true
    while (waiting.length > 0) await askNext()
    isAsking = false
  }

  return (id) =>
    new Promise((resolve, reject) => {
      waiting.push({ id, resolve, reject })
      queueMicrotask(() => isAsking || void askWhileNeeded())
    })
}
