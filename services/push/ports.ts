import type { Clock } from '#kit/clock.ts'
import type { Audience } from './domain/audience.ts'
import type { DayRule } from './domain/day-cut.ts'
import type { MessageKind, MessageStatus, Part } from './domain/message.ts'
import type { Notice, Notification, OrderRef } from './domain/notice.ts'
import type { Summary } from './domain/summary.ts'

/** All that the use cases need from outside; each asks for what it uses. */
export interface PushNeeds {
  readonly store: PushStore
  readonly bells: Bells
  readonly reports: Reports
  readonly clock: Clock
  readonly rules: () => Rules
}

export interface Rules {
  /** How often a live stream looks for itself. */
  readonly pollMs: number
  /** How soon it looks again when its bell rang and nothing was there yet; doubles up to `pollMs`. */
  readonly eagerMs: number
  /** An order that waits so long to be accepted, or so near to the time of its delivery, is told again. */
  readonly urgentAfterMs: number
  readonly urgentBeforeMs: number
  readonly days: DayRule
}

/** What the store cannot know by itself. */
export interface StoreRules {
  /** Notifications kept per audience. */
  keptMax(): number
  /** When the day is summed up that is under way at an instant. */
  summaryAt(now: number): number
}

/** A fact of an order, and what is to be told of it. */
export interface Told {
  readonly order: OrderRef
  /** The order's after the fact; 0 where it did not move. */
  readonly version: number
  /** The type of the fact by which it stands where it does; empty where it did not move. */
  readonly stands: string
  readonly notices: readonly Notice[]
  /** When to look whether it still waits. */
  readonly urgent?: { readonly dueAt: number; readonly payload: string }
}

export interface PushStore extends MessageStore {
  /** Remembers whose order it is and how it stands; numbers each notice in its audience, once per fact. */
  recordNotices(told: Told, at: number): Promise<void>
  /** Numbers a notice in its audience, once for its key. */
  recordNotice(notice: Notice, at: number): Promise<void>
  /** Tells the shop how its day went, and sets when it is told of the next. */
  recordSummary(shopId: string, notice: Notice, at: number): Promise<void>
  /** Forgets everything the audience was told, and that anything be told from now on. */
  closeAudience(audience: Audience): Promise<void>
  findOrder(orderId: string): Promise<{ readonly order: OrderRef; readonly stands: string } | undefined>
  listAfter(audience: string, afterSeq: number, limit: number): Promise<readonly Notification[]>
  findLastSeq(audience: string): Promise<number>
  /** How far the device that has read furthest has read. */
  findReadSeq(audience: string): Promise<number>
  /** Never goes back; false where the audience has no such number yet. */
  markRead(mark: ReadMark): Promise<boolean>
}

/** Which messages are meant; all kinds where none is named, read or not where no status is. */
export interface Choice {
  readonly audience: string
  readonly status?: MessageStatus | undefined
  readonly kinds: readonly MessageKind[]
}

export interface Message {
  readonly notification: Notification
  readonly kind: MessageKind
  readonly status: MessageStatus
}

export interface MessageStore {
  /** Newest first. */
  listMessages(choice: Choice, part: Part): Promise<readonly Message[]>
  countMessages(choice: Choice): Promise<number>
  /** How many are still unread then; undefined where none of those that are named is there. */
  readMessages(
    audience: string,
    which: { readonly seqs: readonly number[]; readonly upToSeq: number },
  ): Promise<number | undefined>
}

export interface Reports {
  /** How the business day of a shop went that the instant lies in. */
  summaryOf(shopId: string, at: number): Promise<Summary>
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
