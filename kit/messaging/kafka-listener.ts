import { outsideContext, withContext } from '../context.ts'
import { restMs } from './kafka-client.ts'
import { createMembership, type Membership, type MembershipNeeds } from './kafka-membership.ts'

/** One process of a listener. */
export interface KafkaListener {
  /** Resolves once it has joined its group, or has failed to for the first time; then it goes on trying. */
  start(): Promise<void>
  /** How many messages were refused and wait in this process to be offered again. */
  held(): number
  /** Lets what is being applied come to its end, tells how far it came, and leaves. */
  stop(): Promise<void>
}

/** Is a member of its group, again and again until it is stopped. */
export function createKafkaListener(needs: MembershipNeeds): KafkaListener {
  const { clock, log, listener } = needs
  const stopping = new AbortController()
  const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()))
  const tried = Promise.withResolvers<void>()
  let membership: Membership | undefined
  let running: Promise<void> | undefined

  async function keep(): Promise<void> {
    while (!stopping.signal.aborted) {
      membership = createMembership(needs)
      const error = await belong(membership)
      tried.resolve()
      if (error) log.warn('a listener is out of its group and joins it again', { listener, error })
      await membership.leave({ inOrder: error === undefined })
      await clock.sleep(restMs, stopping.signal).catch(() => undefined)
    }
  }

  /** Answers why it ended; undefined where it was told to stop. */
  async function belong(membership: Membership): Promise<unknown> {
    try {
      await Promise.race([membership.join(), stopped])
      tried.resolve()
      await Promise.race([membership.over, stopped])
      return undefined
    } catch (error) {
      return error
    }
  }

  return {
    async start() {
      running ??= withContext(outsideContext, keep)
      await tried.promise
    },
    held: () => membership?.held() ?? 0,
    async stop() {
      stopping.abort()
      await running
    },
  }
}
