import { Consumer, type GroupAssignment } from '@platformatic/kafka'
import { within } from '../lifecycle/within.ts'
import type { Random } from '../random.ts'
import { clientOptions, type KafkaNeeds } from './kafka-client.ts'
import type { Offer } from './kafka-offer.ts'
import { createReader, type Reader } from './kafka-reader.ts'
import { at, type Partition, topicsOf } from './kafka-source.ts'
import type { Topics } from './kafka-topics.ts'
import { createWindow, type Window } from './kafka-window.ts'

export interface MembershipNeeds extends KafkaNeeds {
  /** The group, whose processes share the partitions. */
  readonly listener: string
  /** The topics it reads. */
  readonly reads: readonly string[]
  readonly topics: Topics
  readonly offer: Offer
  readonly random: Random
}

/** One stay of a process in its group. */
export interface Membership {
  /** Throws where the brokers cannot be reached or refuse it. */
  join(): Promise<void>
  /** Rejects when the stay has come to an end by itself. */
  readonly over: Promise<never>
  /** How many messages were refused and wait to be offered again. */
  held(): number
  /** In order: after what is being applied, and with all that was settled committed. */
  leave(how: { readonly inOrder: boolean }): Promise<void>
}

/** A process that dies keeps its partitions from the others for the session: as short as brokers allow. */
const group = { sessionTimeout: 6000, rebalanceTimeout: 20_000, heartbeatInterval: 500 }
/** What was settled since the last commit is read again after a crash, and the inbox says no. */
const commitEveryMs = 100
const settleWithinMs = 5000
const leaveWithinMs = 1000

/**
 * A member that reads what it is assigned, from where the group stands. An offset is committed only when
 * everything before it is settled, so a commit can never lose a message, whoever owns the partition by then.
 */
export function createMembership(needs: MembershipNeeds): Membership {
  return new GroupMembership(needs)
}

class GroupMembership implements Membership {
  readonly over: Promise<never>
  readonly #needs: MembershipNeeds
  readonly #consumer: Consumer
  readonly #reader: Reader
  readonly #committed = new WeakMap<Window, bigint>()
  #windows: readonly Window[] = []
  #generation = -1
  #cancelCommit: (() => void) | undefined

  constructor(needs: MembershipNeeds) {
    const { prefix, listener } = needs
    const over = Promise.withResolvers<never>()
    over.promise.catch(() => undefined)
    this.over = over.promise
    this.#needs = needs
    this.#consumer = new Consumer({
      ...clientOptions(needs, listener),
      ...group,
      groupId: `${prefix}.${listener}`,
    })
    this.#reader = createReader(needs, `${listener}.reader`, 'earliest')
    this.#consumer.on('error', over.reject)
    this.#consumer.on('consumer:group:join', ({ generationId = 0, assignments = [] }) => {
      this.#assume(generationId, assignments).catch(over.reject)
    })
  }

  async join(): Promise<void> {
    const { topics, reads } = this.#needs
    await topics.ensure(reads)
    this.#consumer.topics.trackAll(...reads)
    await this.#consumer.joinGroup({})
  }

  held(): number {
    return this.#windows.reduce((sum, window) => sum + window.held(), 0)
  }

  async leave({ inOrder }: { readonly inOrder: boolean }): Promise<void> {
    const { clock, log, listener } = this.#needs
    try {
      await this.#reader.stop()
      const idle = () => Promise.all(this.#windows.map((window) => window.idle()))
      if (inOrder) await within(clock, settleWithinMs, idle)
      if (inOrder) await this.#commit()
    } catch (error) {
      log.warn('a listener leaves before all is settled', { listener, error })
    }
    for (const window of this.#windows) window.abandon()
    this.#cancelCommit?.()
    await within(clock, leaveWithinMs, () => this.#consumer.close(true)).catch((error) =>
      log.debug('a listener left without its good-byes', { listener, error }),
    )
  }

  /**
   * Partitions that stay with this process from one generation to the next go on as they are; what was missed
   * in between makes all of them begin anew.
   */
  async #assume(generation: number, assignments: readonly GroupAssignment[]): Promise<void> {
    const isNext = generation === this.#generation + 1
    this.#generation = generation
    const wanted = assignments.flatMap(({ topic, partitions }) =>
      partitions.map((partition) => ({ topic, partition })),
    )
    const isWanted = (window: Window) => wanted.some((each) => isSame(each, window))
    const kept = isNext ? this.#windows.filter(isWanted) : []
    for (const window of this.#windows) if (!kept.includes(window)) window.abandon()
    this.#windows = kept
    const fresh = wanted.filter((each) => !kept.some((window) => isSame(each, window)))
    const opened = await this.#open(fresh)
    if (generation !== this.#generation) return
    this.#windows = [...kept, ...opened]
    this.#reader.read(this.#windows)
  }

  /** Where the group stands, or at the first message where it never stood. */
  async #open(fresh: readonly Partition[]): Promise<readonly Window[]> {
    if (fresh.length === 0) return []
    const topics = topicsOf(fresh).map((topic) => {
      const ofTopic = fresh.filter((each) => each.topic === topic)
      return { topic, partitions: ofTopic.map(({ partition }) => partition) }
    })
    const stands = await this.#consumer.listCommittedOffsets({ topics })
    const firsts = await this.#reader.ends(topicsOf(fresh), 'earliest')
    return fresh.map((each) => {
      const stand = at(stands, each)
      return this.#window(each, stand >= 0n ? stand : at(firsts, each))
    })
  }

  #window(part: Partition, from: bigint): Window {
    const { offer, clock, random } = this.#needs
    const onSettled = () => {
      this.#cancelCommit ??= clock.after(commitEveryMs, () => void this.#commit())
      this.#reader.wake()
    }
    const window = createWindow({ ...part, from, offer, onSettled, clock, random })
    this.#committed.set(window, from)
    return window
  }

  /** What cannot be committed now is committed with what is settled next. */
  async #commit(): Promise<void> {
    this.#cancelCommit = undefined
    const moved = this.#windows
      .map((window) => ({ window, offset: window.frontier() }))
      .filter(({ window, offset }) => offset > (this.#committed.get(window) ?? -1n))
    if (moved.length === 0 || this.#consumer.generationId !== this.#generation) return
    try {
      const offsets = moved.map(({ window: { topic, partition }, offset }) => ({
        topic,
        partition,
        offset,
        leaderEpoch: -1,
      }))
      await this.#consumer.commit({ offsets })
      for (const { window, offset } of moved) this.#committed.set(window, offset)
    } catch (error) {
      this.#needs.log.debug('offsets could not be committed', { listener: this.#needs.listener, error })
    }
  }
}

function isSame(one: Partition, other: Partition): boolean {
  return one.topic === other.topic && one.partition === other.partition
}
