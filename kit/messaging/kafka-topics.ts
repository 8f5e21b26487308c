import { Admin, findErrorBy } from '@platformatic/kafka'
import { within } from '../lifecycle/within.ts'
import { clientOptions, type KafkaNeeds } from './kafka-client.ts'

/** The topics of a bus. */
export interface Topics {
  /** Where events of a type stand: one topic for each service that announces. */
  of(type: string): string
  /** Where messages go that cannot even be read. */
  readonly dead: string
  /** Creates those that are absent. Throws where the cluster cannot be reached. */
  ensure(names: Iterable<string>): Promise<void>
  /** Whether the cluster answers within a second. */
  isReachable(): Promise<boolean>
}

/** So many processes of one listener can share the work; fixed, since keys would move with their number. */
const partitions = 6
const replicasMax = 3
/** How often a question is put again, 0.2 s apart, while a new topic comes into being. */
const retries = 5
const answerWithinMs = 1000
const dayMs = 24 * 60 * 60 * 1000

/**
 * Events are kept for less time than inboxes remember them (14 d), so that what is read a second time has no
 * second effect.
 */
const keepMs = 10 * dayMs

/**
 * Topics named after the contract packages: cangqiong.order.v1.OrderPaid stands in cangqiong.order.v1. Those
 * of the types that the platform listens to are created with the first that is needed.
 */
export function createTopics(needs: KafkaNeeds, listenedTypes: readonly string[]): Topics {
  const of = (type: string) => [needs.prefix, ...type.split('.').slice(1, -1)].join('.')
  const dead = `${needs.prefix}.dead`
  const always = [...listenedTypes.map(of), dead]
  const known = new Set<string>()

  async function ensure(names: Iterable<string>): Promise<void> {
    const unknown = [...new Set([...names, ...always])].filter((name) => !known.has(name))
    if (unknown.length === 0) return
    const admin = new Admin(clientOptions(needs, 'topics', retries))
    try {
      const present = new Set(await admin.listTopics())
      const replicas = Math.min(replicasMax, (await admin.metadata({})).brokers.size)
      for (const name of unknown) {
        // What is buried has a header more than it had.
        const bytesMax = name === dead ? 2 * messageBytesMax : messageBytesMax
        if (!present.has(name)) await create(admin, name, { replicas, bytesMax })
      }
      // A topic that was created a moment ago has no leader for a while.
      await admin.metadata({ topics: unknown })
      for (const name of unknown) known.add(name)
    } finally {
      await admin.close()
    }
  }

  async function isReachable(): Promise<boolean> {
    const admin = new Admin(clientOptions(needs, 'topics'))
    try {
      const metadata = await within(needs.clock, answerWithinMs, () => admin.metadata({}))
      return metadata.brokers.size > 0
    } catch (error) {
      needs.log.debug('the brokers are out of reach', { error })
      return false
    } finally {
      await admin.close()
    }
  }

  return { of, dead, ensure, isReachable }
}

async function create(
  admin: Admin,
  name: string,
  { replicas, bytesMax }: { readonly replicas: number; readonly bytesMax: number },
): Promise<void> {
  const configs = [
    { name: 'retention.ms', value: String(keepMs) },
    { name: 'min.insync.replicas', value: String(Math.max(1, replicas - 1)) },
    { name: 'unclean.leader.election.enable', value: 'false' },
    { name: 'max.message.bytes', value: String(bytesMax) },
  ]
  try {
    await admin.createTopics({ topics: [name], partitions, replicas, configs })
  } catch (error) {
    if (!isAbout(error, 'TOPIC_ALREADY_EXISTS')) throw error
  }
}

/** The largest message, or batch of messages for one partition, that a broker takes. */
export const messageBytesMax = 1024 * 1024

/** Whether an error of the client is, or contains, an answer of the broker with this id. */
export function isAbout(error: unknown, apiId: string): boolean {
  return error instanceof Error && findErrorBy(error, 'apiId', apiId) !== null
}
