import { Consumer } from '@platformatic/kafka'
import { createLoop, type Loop } from '../timers/loop.ts'
import { clientOptions, type KafkaNeeds, restMs } from './kafka-client.ts'
import { at, handOver, leaderOf, type Offsets, requestOf, type Source, topicsOf } from './kafka-source.ts'
import { isAbout } from './kafka-topics.ts'

/** Reads partitions as long as it is told to, whatever happens to the brokers meanwhile. */
export interface Reader {
  /** Reads these from now on, and no others. */
  read(sources: readonly Source[]): void
  /** To be called when a source has room again. */
  wake(): void
  /** Where the partitions of topics begin or end. Throws where the brokers cannot be reached. */
  ends(topics: readonly string[], which: End): Promise<Offsets>
  stop(): Promise<void>
}

/** The first message of a partition, or the one that is to come next. */
export type End = 'earliest' | 'latest'

/** Goes on at the end named `otherwise` where what stood at a position is gone. */
export function createReader(needs: KafkaNeeds, role: string, otherwise: End): Reader {
  return new PartitionReader(needs, role, otherwise)
}

/** Fetches wait so long for something to come, ms; a source that got room again waits as long at most. */
const maxWaitTime = 250
const bytesMax = 4 * 1024 * 1024
const sweepMs = 1000
const timestamps = { latest: -1n, earliest: -2n }

/** Offsets are fetched without a group, so that who reads what is decided elsewhere and in one place. */
class PartitionReader implements Reader {
  readonly #log: KafkaNeeds['log']
  readonly #clock: KafkaNeeds['clock']
  readonly #otherwise: End
  readonly #consumer: Consumer
  readonly #loop: Loop
  readonly #stopping = new AbortController()
  readonly #busyNodes = new Set<number>()
  #sources: readonly Source[] = []
  #isAway = false

  constructor(needs: KafkaNeeds, role: string, otherwise: End) {
    this.#log = needs.log.with({ reader: role })
    this.#clock = needs.clock
    this.#otherwise = otherwise
    const limits = { maxWaitTime, maxBytes: bytesMax }
    this.#consumer = new Consumer({
      ...clientOptions(needs, role),
      ...limits,
      groupId: `${needs.prefix}.${role}`,
    })
    this.#loop = createLoop({ ...needs, sweepMs, work: () => this.#fetchAll() })
    this.#loop.start()
  }

  read(sources: readonly Source[]): void {
    const { topics } = this.#consumer
    this.#sources = sources
    for (const topic of topicsOf(sources)) if (!topics.has(topic)) topics.track(topic)
    this.#loop.wake()
  }

  wake(): void {
    this.#loop.wake()
  }

  ends(topics: readonly string[], which: End): Promise<Offsets> {
    return this.#consumer.listOffsets({ topics: [...topics], timestamp: timestamps[which] })
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#consumer.close(true)
    await this.#loop.stop()
  }

  /** One fetch at a time from each broker, for all of its partitions that have room. */
  async #fetchAll(): Promise<void> {
    const open = this.#sources.filter((source) => !source.isFull())
    if (open.length === 0 || this.#stopping.signal.aborted) return
    try {
      const metadata = await this.#consumer.metadata({ topics: topicsOf(open) })
      for (const [leader, some] of Map.groupBy(open, (source) => leaderOf(metadata, source))) {
        if (!this.#busyNodes.has(leader)) void this.#fetchFrom(leader, some)
      }
    } catch (error) {
      await this.#rest(error)
      this.#loop.wake()
    }
  }

  async #fetchFrom(node: number, sources: readonly Source[]): Promise<void> {
    this.#busyNodes.add(node)
    try {
      const metadata = await this.#consumer.metadata({ topics: topicsOf(sources) })
      const topics = sources.map((source) => requestOf(metadata, source))
      handOver(await this.#consumer.fetch({ node, topics, maxWaitTime }), metadata, sources)
      if (this.#isAway) this.#log.info('reading goes on')
      this.#isAway = false
    } catch (error) {
      await this.#rest(error)
      if (isAbout(error, 'OFFSET_OUT_OF_RANGE')) await this.#jump(sources).catch((error) => this.#rest(error))
    } finally {
      this.#busyNodes.delete(node)
    }
    this.#loop.wake()
  }

  /** What follows asks the brokers anew who and where they are. */
  async #rest(error: unknown): Promise<void> {
    if (this.#stopping.signal.aborted) return
    if (!this.#isAway) this.#log.warn('reading is interrupted and tried again', { error })
    this.#isAway = true
    this.#consumer.clearMetadata()
    await this.#clock.sleep(restMs, this.#stopping.signal).catch(() => undefined)
  }

  async #jump(sources: readonly Source[]): Promise<void> {
    const [first, next] = [
      await this.ends(topicsOf(sources), 'earliest'),
      await this.ends(topicsOf(sources), 'latest'),
    ]
    for (const source of sources) {
      const from = source.position()
      if (from >= at(first, source) && from <= at(next, source)) continue
      const { topic, partition } = source
      this.#log.error('what was to be read is gone', { topic, partition, from: String(from) })
      source.take([], at(this.#otherwise === 'earliest' ? first : next, source))
    }
  }
}
