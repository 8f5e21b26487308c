import type { Channel, ConsumeMessage } from 'amqplib'
import { decodeEnvelope } from './envelope-codec.ts'
import { createIntake, type Intake, type IntakeNeeds } from './intake.ts'

export interface ConsumingNeeds extends Omit<IntakeNeeds, 'onHeld'> {
  /** The listener's own channel. */
  readonly channel: Channel
  readonly queue: string
  /** Called where the queue can no longer be consumed. */
  readonly drop: (reason: string) => void
}

/** So many messages a consumer has in its hands. */
const prefetch = 64
/** What is held counts as being in a consumer's hands, so more are added when half of them hold. */
const consumersMax = 16

/** Hands what a queue has to a listener, and acknowledges what is settled. */
export async function consumeQueue(needs: ConsumingNeeds): Promise<Intake> {
  const { channel, queue, drop, log } = needs
  let consumers = 0
  const intake = createIntake({ ...needs, onHeld: widen })

  function widen(held: number): void {
    const isWide = held < (consumers * prefetch) / 2 || consumers >= consumersMax
    if (!isWide) addConsumer().catch((error) => drop(String(error)))
  }

  async function addConsumer(): Promise<void> {
    consumers++
    await channel.consume(queue, take)
  }

  /** Never throws: that would end the channel. */
  function take(handed: ConsumeMessage | null): void {
    if (handed) accept(handed)
    else drop('the queue is gone')
  }

  function accept(handed: ConsumeMessage): void {
    try {
      const message = decodeEnvelope(handed.content)
      const earlier = Number(handed.properties.headers?.['x-delivery-count'] ?? 0)
      intake.take({ message, earlier, settle: () => tell(() => channel.ack(handed)) })
    } catch (error) {
      log.error('a message is no envelope and is put aside', { queue, error })
      tell(() => channel.nack(handed, false, false))
    }
  }

  function tell(say: () => void): void {
    try {
      say()
    } catch (error) {
      log.debug('the channel has ended, so a settled message comes again', { queue, error })
    }
  }

  await channel.prefetch(prefetch)
  await addConsumer()
  return intake
}
