import type { Insertable, Selectable } from 'kysely'
import { optionsKey, optionsOf } from '../domain/cart.ts'
import type {
  Attempt,
  CancelReason,
  DeliveryAddress,
  Disposition,
  Grant,
  HistoryEntry,
  Order,
  RefundDuty,
} from '../domain/order.ts'
import type { Charge, Item, OrderLine, Part } from '../domain/pricing.ts'
import type { State } from '../domain/transitions.ts'
import type { OrderTables } from './tables.ts'

type OrderRow = Selectable<OrderTables['orders']>

/** Everything that hangs on an order, as it stands in the tables. */
export interface Hanging {
  readonly lines: readonly Selectable<OrderTables['order_line']>[]
  readonly charges: readonly Selectable<OrderTables['order_charge']>[]
  readonly history: readonly Selectable<OrderTables['order_history']>[]
  readonly refunds: readonly Selectable<OrderTables['order_refund']>[]
  readonly grants: readonly Grant[]
}

export function orderOf(row: OrderRow, hanging: Hanging): Order {
  return {
    id: row.id,
    number: row.number,
    numberId: row.number_id,
    shopId: row.shop_id,
    customerId: row.customer_id,
    state: row.state as State,
    version: row.version,
    revision: row.revision,
    amountFen: row.amount_fen,
    lines: hanging.lines.map(lineOf),
    charges: hanging.charges.map((charge) => ({
      kind: charge.kind as Charge['kind'],
      amountFen: charge.amount_fen,
    })),
    history: hanging.history.map(entryOf),
    refunds: hanging.refunds.map(dutyOf),
    grants: hanging.grants,
    address: addressOf(row),
    remark: row.remark,
    cutlery: row.cutlery,
    addressId: row.address_id,
    cutleryByMeal: row.cutlery_by_meal === 1,
    deliverAt: row.deliver_at,
    slotAt: row.slot_at,
    leadMs: row.lead_ms,
    estimatedAt: row.estimated_at,
    payDeadline: row.pay_deadline,
    winnerId: row.winner_id,
    attempt: attemptOf(row),
    disposition: row.disposition as Disposition,
    dispositionDone: row.disposition_done === 1,
    cancelReason: row.cancel_reason as CancelReason,
    cancelNote: row.cancel_note,
    shortDishIds: row.short_dish_ids === '' ? [] : row.short_dish_ids.split(','),
    reminders: row.reminders,
    remindedAt: row.reminded_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

function addressOf({
  consignee,
  phone,
  address: text,
  latitude_e6,
  longitude_e6,
}: OrderRow): DeliveryAddress {
  const isLocated = latitude_e6 !== null && longitude_e6 !== null
  const location = isLocated ? { latitudeE6: latitude_e6, longitudeE6: longitude_e6 } : null
  return { consignee, phone, text, location }
}

function attemptOf(row: OrderRow): Attempt | null {
  if (row.attempt_n === 0) return null
  const channel = row.attempt_channel as Attempt['channel']
  return { n: row.attempt_n, id: row.attempt_id, channel, closed: row.attempt_closed === 1 }
}

function lineOf(row: Selectable<OrderTables['order_line']>): OrderLine {
  return {
    id: String(row.id),
    item: itemOf(row),
    name: row.name,
    image: row.image,
    quantity: row.quantity,
    unitPriceFen: row.unit_price_fen,
    parts: JSON.parse(row.parts) as Part[],
    categoryId: row.category_id,
    categoryName: row.category_name,
  }
}

export function itemOf(row: { kind: string; item_id: string; options: string }): Item {
  return { kind: row.kind as Item['kind'], id: row.item_id, options: optionsOf(row.options) }
}

function entryOf(row: Selectable<OrderTables['order_history']>): HistoryEntry {
  return {
    version: row.version,
    from: row.from_state as State | '',
    to: row.to_state as State,
    by: row.by_name,
    note: row.note,
    at: row.at,
  }
}

function dutyOf(row: Selectable<OrderTables['order_refund']>): RefundDuty {
  return {
    n: row.n,
    attemptId: row.attempt_id,
    amountFen: row.amount_fen,
    cause: row.cause as RefundDuty['cause'],
    state: row.state as RefundDuty['state'],
  }
}

export function orderRow(order: Order) {
  return {
    id: order.id,
    number: order.number,
    shop_id: order.shopId,
    customer_id: order.customerId,
    amount_fen: order.amountFen,
    version: order.version,
    revision: order.revision,
    consignee: order.address.consignee,
    phone: order.address.phone,
    address: order.address.text,
    remark: order.remark,
    cutlery: order.cutlery,
    address_id: order.addressId,
    cutlery_by_meal: order.cutleryByMeal ? 1 : 0,
    latitude_e6: order.address.location?.latitudeE6 ?? null,
    longitude_e6: order.address.location?.longitudeE6 ?? null,
    deliver_at: order.deliverAt,
    slot_at: order.slotAt,
    lead_ms: order.leadMs,
    attempt_n: 0,
    attempt_id: '',
    attempt_channel: '',
    attempt_closed: 0,
    disposition_done: 0,
    reminders: 0,
    reminded_at: 0,
    created_at: order.createdAt,
    ...movedColumns(order),
  } satisfies Insertable<OrderTables['orders']>
}

/** The columns a move may change, beside the version. */
export function movedColumns(order: Order) {
  return {
    state: order.state,
    pay_deadline: order.payDeadline,
    estimated_at: order.estimatedAt,
    winner_id: order.winnerId,
    disposition: order.disposition,
    cancel_reason: order.cancelReason,
    cancel_note: order.cancelNote,
    short_dish_ids: order.shortDishIds.join(','),
    updated_at: order.updatedAt,
  }
}

export function lineRow(orderId: string, line: OrderLine) {
  return {
    order_id: orderId,
    kind: line.item.kind,
    item_id: line.item.id,
    options: optionsKey(line.item.options),
    name: line.name,
    image: line.image,
    quantity: line.quantity,
    unit_price_fen: line.unitPriceFen,
    parts: JSON.stringify(line.parts),
    category_id: line.categoryId,
    category_name: line.categoryName,
  }
}

export function historyRow(orderId: string, entry: HistoryEntry): Insertable<OrderTables['order_history']> {
  return {
    order_id: orderId,
    version: entry.version,
    from_state: entry.from,
    to_state: entry.to,
    by_name: entry.by,
    note: entry.note,
    at: entry.at,
  }
}
