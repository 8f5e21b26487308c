import { type ClusterMetadata, type Consumer, IS_CONTROL } from '@platformatic/kafka'

/** One partition of a topic. */
export interface Partition {
  readonly topic: string
  readonly partition: number
}

/** A message as it was found. */
export interface Found {
  readonly offset: bigint
  readonly key: Buffer | null
  readonly value: Buffer | null
}

/** One partition that somebody reads. */
export interface Source extends Partition {
  /** The offset to be read next. */
  position(): bigint
  /** Whether nothing more may be handed over for now. */
  isFull(): boolean
  /** Takes what was found, and where to read on. */
  take(found: readonly Found[], position: bigint): void
}

/** An offset of each partition, by topic. */
export type Offsets = ReadonlyMap<string, readonly bigint[]>

/** The offset of one partition; −1 where there is none. */
export function at(offsets: Offsets, { topic, partition }: Partition): bigint {
  return offsets.get(topic)?.[partition] ?? -1n
}

/** The topics of partitions, each once. */
export function topicsOf(partitions: readonly Partition[]): string[] {
  return [...new Set(partitions.map(({ topic }) => topic))]
}

/** The broker to be asked for a partition; −1 while there is none. */
export function leaderOf(metadata: ClusterMetadata, { topic, partition }: Partition): number {
  return metadata.topics.get(topic)?.partitions[partition]?.leader ?? -1
}

const partitionBytesMax = 256 * 1024

/** How a broker is asked for what comes next in a partition. */
export function requestOf(metadata: ClusterMetadata, source: Source) {
  const { topic, partition } = source
  const unknownEpoch = { currentLeaderEpoch: -1, lastFetchedEpoch: -1 }
  const wanted = { partition, fetchOffset: source.position(), partitionMaxBytes: partitionBytesMax }
  return { topicId: metadata.topics.get(topic)?.id ?? '', partitions: [{ ...wanted, ...unknownEpoch }] }
}

type Fetched = Awaited<ReturnType<Consumer['fetch']>>
type Batches = NonNullable<Fetched['responses'][number]['partitions'][number]['records']>

/** Gives each of the sources what was fetched for it. */
export function handOver(fetched: Fetched, metadata: ClusterMetadata, sources: readonly Source[]): void {
  for (const { topicId, partitions } of fetched.responses) {
    for (const { partitionIndex, records } of partitions) {
      const source = sources.find(
        ({ topic, partition }) => partition === partitionIndex && metadata.topics.get(topic)?.id === topicId,
      )
      const last = records?.at(-1)
      if (!source || !records || !last) continue
      const next = last.firstOffset + BigInt(last.lastOffsetDelta) + 1n
      if (next > source.position()) source.take(foundIn(records, source.position()), next)
    }
  }
}

/** A broker answers with whole batches, of which the first may begin before the position asked for. */
function foundIn(batches: Batches, position: bigint): readonly Found[] {
  const found = batches
    .filter(({ attributes }) => (attributes & IS_CONTROL) === 0)
    .flatMap(({ firstOffset, records }) =>
      records.map(({ offsetDelta, key, value }) => ({
        offset: firstOffset + BigInt(offsetDelta),
        key,
        value,
      })),
    )
  return found.filter(({ offset }) => offset >= position)
}
