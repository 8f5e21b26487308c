import type { Clock } from '#kit/clock.ts'
import type { Ids } from '#kit/ids.ts'
import type { Availability } from './domain/advice.ts'
import type { Cart } from './domain/cart.ts'
import type { Claim, ClaimState } from './domain/claim.ts'
import type { Consignee } from './domain/consignee.ts'
import type { CsvForm } from './domain/csv.ts'
import type { Export, ExportLimits, ExportRow } from './domain/export.ts'
import type { Brought, Whole } from './domain/imported.ts'
import type { Move, NewDuty } from './domain/move.ts'
import type { Windows } from './domain/next-step.ts'
import type { NewNote, Note } from './domain/note.ts'
import type { Attempt, Channel, DeliveryAddress, Grant, Money, Order, RefundDuty } from './domain/order.ts'
import type { Payment } from './domain/payment.ts'
import type { CartLine, DeliveryWish, Item, Offer, Slot } from './domain/pricing.ts'
import type { RefundStep } from './domain/refund.ts'
import type { SearchQuery } from './domain/search.ts'
import type { State } from './domain/transitions.ts'

/** All that the use cases need from outside; each asks for what it uses. */
export interface OrderNeeds {
  readonly store: OrderStore
  readonly carts: CartStore
  readonly catalog: Catalog
  readonly inventory: Inventory
  readonly payments: Payments
  readonly customers: Customers
  readonly clock: Clock
  readonly ids: Ids
  readonly rules: () => Rules
}

/** What the shop's installation decides. */
export interface Rules {
  /** Whether new orders are taken at all; a shop that is closed is another matter. */
  readonly takesOrders: boolean
  readonly windows: Windows
  /** How long a submit waits for PENDING. */
  readonly placeWaitMs: number
  /** Between two reminders of one order. */
  readonly reminderPauseMs: number
}

export interface OrderStore {
  find(orderId: string): Promise<Order | null>
  /** By the database's count, or by the readable number where that is 0. */
  findNumbered(numberId: number, number: string): Promise<Order | null>
  /** The order that a customer's idempotency key made, and whether it came with the same fingerprint. */
  findByKey(
    customerId: string,
    key: string,
    fingerprint: string,
  ): Promise<{ order: Order; isSame: boolean } | null>
  list(query: OrderQuery): Promise<readonly Order[]>
  /** How many there are, counted up to a bound. */
  count(query: OrderQuery): Promise<number>
  /** Sets of cutlery in the customer's newest order; undefined before the first. */
  findCutlery(customerId: string): Promise<number | undefined>
  /** Orders of all shops behind an id, oldest first. */
  listAfter(orderId: string, limit: number): Promise<readonly Order[]>
  /** All that a submission writes; null where its key was used. Throws SLOT_FULL and CART_CHANGED. */
  recordSubmission(order: Order, submission: Recorded): Promise<Order | null>
  /** Writes a move with its history, event, duty and wake-up; false where the order was written meanwhile. */
  moveOrder(move: Move, payment?: Payment): Promise<boolean>
  /** Opens the next attempt to pay; false where the order is no longer PENDING or another one was opened. */
  recordAttempt(orderId: string, attempt: Attempt): Promise<boolean>
  recordAttemptClosed(orderId: string, attemptId: string): Promise<void>
  /** Money to give back without a move; once per attempt. */
  recordRefund(orderId: string, duty: NewDuty, payment: Payment, at: number): Promise<void>
  recordRefundState(orderId: string, news: RefundNews): Promise<void>
  recordStockSettled(orderId: string): Promise<void>
  /** Counts a reminder and announces it; false where the last one is too recent. */
  recordReminder(order: Order, at: number, pauseMs: number): Promise<boolean>
  /** How many orders each slot of a shop has, by when it begins; from the first instant to the last. */
  slotsUsed(shopId: string, firstAt: number, lastAt: number): Promise<ReadonlyMap<number, number>>
  /** Sets when an unchanged order is looked at again. */
  wake(order: Order, at: number): Promise<void>
  /** Writes orders of another installation that are not here yet, whole; announces none. */
  importOrders(whole: readonly Whole[], at: number): Promise<readonly Brought[]>
}

/** What it needs to let customers go. */
export interface CustomerNeeds extends Pick<OrderNeeds, 'clock'> {
  readonly gone: CustomerStore
  /** How long after its end an order tells whom it was for, once the account is gone. */
  readonly personalKeptMs: () => number
}

export interface CustomerStore {
  /** Takes no more orders until then and empties the carts; throws CUSTOMER_BUSY while one is under way. */
  closeCustomer(customerId: string, until: number): Promise<void>
  /** Never takes another order, and begins to forget. */
  closeForGood(customerId: string, at: number): Promise<void>
  /** Forgets who the orders were for that ended long enough ago, and sets when to look at the others. */
  forgetOrders(customerId: string, at: number, keptMs: number): Promise<void>
}

/** How far a refund has come, and when. */
export interface RefundNews extends Pick<RefundDuty, 'attemptId' | 'n' | 'state'> {
  readonly at: number
}

/** What staff and customers do about the money of an order beside moving it. */
export interface AfterSalesNeeds extends Pick<OrderNeeds, 'store' | 'catalog' | 'clock' | 'ids'> {
  readonly grants: GrantStore
  readonly claims: ClaimStore
  /** After completion, how long a claim may come. */
  readonly claimWindowMs: () => number
}

/** Whose key was used, for what. */
export interface UsedKey {
  readonly by: string
  readonly key: string
  readonly fingerprint: string
}

export interface GrantStore {
  findByKey(key: UsedKey): Promise<{ grant: Grant; orderId: string; isSame: boolean } | null>
  /**
   * Holds the order while `decide` judges it, then writes grant, duty, event and wake-up together; null where
   * the key was used meanwhile. `decide` throws the refusal.
   */
  record(orderId: string, key: UsedKey, decide: (order: Order | null) => Grant): Promise<Grant | null>
  /** Makes a refund that has failed due again; false where it has not failed. */
  retry(orderId: string, duty: RefundDuty, at: number): Promise<boolean>
  /** When each refund of an order has come how far, oldest step first. */
  stepsOf(orderId: string): Promise<readonly RefundStep[]>
}

export interface ClaimStore {
  find(claimId: string): Promise<Claim | null>
  /** Keys of claims are their customer's: `by` is the customer's id. */
  findByKey(key: UsedKey): Promise<{ claim: Claim; isSame: boolean } | null>
  list(query: ClaimQuery): Promise<readonly Claim[]>
  /**
   * Holds the order while `decide` judges it, then writes claim, key and event together; `decide` throws the
   * refusal. Nothing is written where the key was used, another claim is open, or there were too many.
   */
  record(
    orderId: string,
    key: UsedKey,
    decide: (order: Order | null) => Claim,
  ): Promise<Claim | 'KEY_USED' | 'OPEN' | 'FULL'>
  /** Writes how an open claim has ended; false where it is open no more. */
  end(ended: Claim): Promise<boolean>
  /** Writes an open claim as approved with the grant of its order; null where it is open no more. */
  approve(claim: Claim, decide: (order: Order | null) => Grant): Promise<Claim | null>
}

export interface ClaimQuery {
  readonly orderId?: string
  readonly shopId?: string
  readonly states: readonly ClaimState[]
  /** Only claims before this id; empty: from the newest. */
  readonly before: string
  readonly limit: number
}

/** What staff need to find orders and to tell each other of them. */
export interface DeskNeeds extends Pick<OrderNeeds, 'store' | 'clock'> {
  readonly desk: Desk
}

export interface Desk {
  search(query: SearchQuery): Promise<readonly Order[]>
  /** How many orders fit, counted up to a bound. */
  countFound(query: SearchQuery): Promise<number>
  countByState(shopId: string, states: readonly State[]): Promise<ReadonlyMap<State, number>>
  /** To whom orders went; those that are not the shop's are left out. */
  consigneesOf(shopId: string, orderIds: readonly string[]): Promise<readonly Consignee[]>
  notesOf(orderId: string): Promise<readonly Note[]>
  /** The note, or the one that its key made before; null where the order has as many as it can take. */
  addNote(orderId: string, note: NewNote, notesMax: number): Promise<Note | null>
}

export interface Recorded {
  readonly key: string
  readonly fingerprint: string
  readonly cartVersion: number
  readonly wakeAt: number
  /** Of the slot the order is booked in; 0: unlimited. */
  readonly slotCapacity: number
}

export interface OrderQuery {
  readonly customerId?: string
  readonly shopId?: string
  readonly states: readonly State[]
  /** Where their money is; empty: anywhere. */
  readonly money: Money | ''
  /** Only orders before this id; empty: from the newest. */
  readonly before: string
  readonly offset: number
  readonly limit: number
}

/** What files of orders need. */
export interface ExportNeeds extends Pick<OrderNeeds, 'catalog' | 'clock' | 'ids'> {
  readonly exports: ExportStore
  readonly writer: ExportWriter
  readonly exportRules: () => ExportRules
}

export interface ExportRules extends ExportLimits {
  /** How long an export is kept. */
  readonly keptMs: number
  /** How many a shop has at once, ended or not. */
  readonly keptMax: number
}

export interface ExportStore {
  find(exportId: string): Promise<Export | null>
  findByKey(key: UsedKey): Promise<{ found: Export; isSame: boolean } | null>
  /** Export, key and wake-ups together; nothing where the key was used, or the shop has one under way. */
  record(created: Export, key: UsedKey, keptMax: number): Promise<'RECORDED' | 'KEY_USED' | 'BUSY'>
  /** The orders behind the export's cursor, oldest first. */
  readPage(found: Export, limit: number): Promise<readonly ExportRow[]>
  /** Writes what it has become, with its next part and wake-up; false where it was moved meanwhile. */
  move(before: Export, after: Export, part?: Uint8Array): Promise<boolean>
  /** Ends it if it is under way. */
  cancel(exportId: string): Promise<void>
  findPart(exportId: string, n: number): Promise<Uint8Array | null>
  remove(exportId: string): Promise<void>
}

export interface ExportWriter {
  /** Throws JOBS_FULL where too much waits to be written already. */
  requireRoom(): void
  /** Orders as bytes of a file. */
  write(rows: readonly ExportRow[], form: CsvForm): Promise<Uint8Array>
}

export interface CartStore {
  find(customerId: string, shopId: string): Promise<Cart>
  /** Those of the customer that hold anything. */
  list(customerId: string): Promise<readonly Cart[]>
  /** Adds to the line of the same item and options, or begins one. */
  add(customerId: string, shopId: string, items: readonly NewLine[]): Promise<Cart>
  /** Takes from the line of the same item and options; what is not there is not taken. */
  take(customerId: string, shopId: string, line: NewLine): Promise<Cart>
  /** Sets a line's quantity, 0 removes it. */
  setLine(customerId: string, lineId: string, quantity: number): Promise<Cart>
  /** Removes these lines, as far as they still are there. */
  drop(customerId: string, shopId: string, lineIds: readonly string[]): Promise<void>
  clear(customerId: string, shopId: string): Promise<Cart>
}

export interface NewLine {
  readonly item: Item
  readonly quantity: number
}

export interface Catalog {
  /** Without a wish: as soon as possible, wherever the shop delivers best. */
  price(shopId: string, items: readonly Item[], wish?: DeliveryWish): Promise<Offer>
  /** What can be booked now, ascending. */
  slots(shopId: string): Promise<readonly Slot[]>
  /** Whether there are all these pictures. */
  hasImages(imageIds: readonly string[]): Promise<boolean>
  /** Where the shop is called. */
  phoneOf(shopId: string): Promise<string>
}

export type StockAnswer =
  | { readonly outcome: 'HELD' | 'COMMITTED' | 'RELEASED' }
  | { readonly outcome: 'REJECTED'; readonly shortDishIds: readonly string[] }

export interface Inventory {
  reserve(order: Order): Promise<StockAnswer>
  commit(orderId: string): Promise<void>
  release(orderId: string): Promise<void>
  /** What is to be had at `now` of those of the dishes that are known. */
  available(shopId: string, dishIds: readonly string[], now: number): Promise<Availability>
}

/** What a customer's phone needs to open the cashier, as the provider defines it. */
export type PaymentParameters = Readonly<Record<string, string>>

export type AttemptAnswer =
  | { readonly state: 'PREPAID'; readonly parameters: PaymentParameters }
  | { readonly state: 'PAID'; readonly payment: Payment }
  | { readonly state: 'CLOSED' }
  | { readonly state: 'OPEN' }

export interface Payments {
  prepare(order: Order, attempt: Attempt, openid: string, clientIp: string): Promise<AttemptAnswer>
  close(order: Order, attempt: Attempt): Promise<AttemptAnswer>
  refund(orderId: string, duty: RefundDuty): Promise<RefundDuty['state']>
}

export interface Customers {
  addressOf(addressId: string): Promise<DeliveryAddress>
  /** Empty where the customer never logged in by WeChat. */
  openidOf(customerId: string): Promise<string>
}

export type { Cart, CartLine, Channel }
