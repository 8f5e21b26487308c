import type { Clock } from '#kit/clock.ts'
import type { Notice, Notification, OrderRef } from './domain/notice.ts'

/** All that the use cases need from outside; each asks for what it uses. */
export interface PushNeeds {
  readonly store: PushStore
  readonly bells: Bells
  readonly clock: Clock
  readonly rules: () => Rules
}

export interface Rules {
  /** How often a live stream looks for itself. */
  readonly pollMs: number
  /** How soon it looks again when its bell rang and nothing was there yet; doubles up to `pollMs`. */
  readonly eagerMs: number
  /** Notifications kept per audience. */
  readonly keptMax: number
}

export interface PushStore {
  /** Remembers whose order it is and numbers each notice in its audience, once per fact. */
  recordNotices(order: OrderRef, notices: readonly Notice[], at: number): Promise<void>
  findOrder(orderId: string): Promise<OrderRef | undefined>
  listAfter(audience: string, afterSeq: number, limit: number): Promise<readonly Notification[]>
  findLastSeq(audience: string): Promise<number>
  /** How far the device that has read furthest has read. */
  findReadSeq(audience: string): Promise<number>
  /** Never goes back; false where the audience has no such number yet. */
  markRead(mark: ReadMark): Promise<boolean>
}

export interface ReadMark {
  readonly audience: string
  readonly deviceId: string
  readonly seq: number
  readonly at: number
}

/** Wakes the live streams of this process. A missed ring costs a poll interval, never a notification. */
export interface Bells {
  ring(audience: string): void
  /** A bell that falls still when `signal` is aborted. */
  hang(audience: string, signal: AbortSignal): Bell
  /** Every bell falls still, now and from now on: streams end. */
  silence(): void
}

export interface Bell {
  /** Whether it rang since the last call, or does within `waitMs`; at once where it has fallen still. */
  heard(waitMs: number): Promise<boolean>
  isStill(): boolean
  takeDown(): void
}
