import type { Envelope } from './bus.ts'
import { type KafkaNeeds, persist } from './kafka-client.ts'
import { readEnvelope } from './kafka-offer.ts'
import { createReader } from './kafka-reader.ts'
import type { Partition, Source } from './kafka-source.ts'
import type { Topics } from './kafka-topics.ts'

/** Sees what is announced from now on, without leaving a trace at the brokers. */
export interface Watching {
  /** Resolves once what comes into these topics is seen, or the first attempt has failed; others follow. */
  follow(topics: readonly string[]): Promise<void>
  stop(): Promise<void>
}

export interface WatchingNeeds extends KafkaNeeds {
  readonly topics: Topics
  readonly see: (message: Envelope) => void
}

/** Reads all partitions from their end; what was missed while the brokers were away may be seen late. */
export function createWatching(needs: WatchingNeeds): Watching {
  const { topics, see } = needs
  const stopping = new AbortController()
  const reader = createReader(needs, 'watcher', 'latest')
  const followed = new Set<string>()
  let sources: readonly Source[] = []

  async function begin(names: readonly string[]): Promise<void> {
    await topics.ensure(names)
    const ends = await reader.ends(names, 'latest')
    const opened = [...ends].flatMap(([topic, offsets]) =>
      offsets.map((offset, partition) => sourceOf({ topic, partition }, offset, see)),
    )
    sources = [...sources, ...opened]
    reader.read(sources)
  }

  return {
    async follow(names) {
      const fresh = [...new Set(names)].filter((name) => !followed.has(name))
      if (fresh.length === 0) return
      for (const name of fresh) followed.add(name)
      const tried = Promise.withResolvers<void>()
      const work = () => begin(fresh).finally(() => tried.resolve())
      void persist(needs, stopping.signal, work)
      await tried.promise
    },
    async stop() {
      stopping.abort()
      await reader.stop()
    },
  }
}

function sourceOf(part: Partition, from: bigint, see: WatchingNeeds['see']): Source {
  let position = from
  return {
    ...part,
    position: () => position,
    isFull: () => false,
    take(found, next) {
      position = next
      for (const each of found) {
        const message = readEnvelope(each)
        if (message) see(message)
      }
    },
  }
}
