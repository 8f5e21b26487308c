import { ItemKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import {
  ClaimState,
  ExportState,
  type ImportedOrderSchema,
  MoneyState,
  OrderState,
} from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { RefundState } from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import { Fault } from '#kit/fault.ts'
import type { PlainOf } from '#kit/rpc/message.ts'
import { contractItem } from './clients.ts'
import type { Cart } from './domain/cart.ts'
import type { Claim } from './domain/claim.ts'
import { masked } from './domain/consignee.ts'
import type { Export } from './domain/export.ts'
import type { ImportedOrder } from './domain/imported.ts'
import {
  type CancelReason,
  type HistoryEntry,
  moneyOf,
  type Order,
  type RefundDuty,
  refundedFen,
} from './domain/order.ts'
import { type Person, seesMoney } from './domain/person.ts'
import type { Charge, OrderLine } from './domain/pricing.ts'
import type { Refund } from './domain/refund.ts'
import type { Refunds } from './use-cases/list-refunds.ts'
import type { QuotedCart } from './use-cases/quote-cart.ts'

export function cartMessage(cart: Cart) {
  const lines = cart.lines.map((line) => ({ ...line, item: contractItem(line.item) }))
  return { shopId: cart.shopId, version: cart.version, lines }
}

export function quoteMessage({ cart, quote, terms, refusal, cutlery }: QuotedCart) {
  const lines = quote.lines.map(({ id, item, parts: _, ...line }) => ({
    ...line,
    lineId: id,
    options: item.options,
  }))
  const { charges, amountFen } = quote
  const { minimumOrderFen, estimatedAt } = terms
  const told = { lines, charges, amountFen, refusal, minimumOrderFen, estimatedAt, cutlery }
  return { shopId: cart.shopId, cartVersion: cart.version, ...told }
}

/** The order as this person may see it: who sees no money is told no amounts, and whom not to call. */
export function orderMessage(order: Order, by: Person) {
  const whole = wholeOrder(order)
  if (seesMoney(by)) return whole
  return {
    ...whole,
    ...{ moneyHidden: true, amountFen: 0, refundedFen: 0, charges: [] },
    lines: whole.lines.map((line) => ({ ...line, unitPriceFen: 0 })),
    address: { ...whole.address, phone: masked(whole.address.phone) },
  }
}

function wholeOrder(order: Order) {
  const { attempt: _, refunds: __, winnerId: ___, disposition: ____, dispositionDone: _____, ...rest } = order
  const { leadMs: ______, grants: _______, ...told } = rest
  const { location } = order.address
  return {
    ...told,
    address: { ...order.address, location: location ?? undefined },
    state: OrderState[order.state],
    lines: order.lines.map(lineMessage),
    history: order.history.map(entryMessage),
    paidAt: order.history.find(({ to }) => to === 'PAID')?.at ?? 0,
    refundedFen: refundedFen(order),
    money: MoneyState[moneyOf(order)],
  }
}

const lineMessage = ({ item, ...line }: OrderLine) => ({ ...line, item: contractItem(item) })

function entryMessage({ from, to, ...entry }: HistoryEntry) {
  return { ...entry, from: from === '' ? OrderState.UNSPECIFIED : OrderState[from], to: OrderState[to] }
}

export function claimMessage({ state, ...claim }: Claim, by: Person) {
  const told = { ...claim, state: ClaimState[state] }
  return seesMoney(by) ? told : { ...told, moneyHidden: true, askedFen: 0, grantedFen: 0 }
}

/** In the words of the service that moves the money. */
const refundStates: Readonly<Record<RefundDuty['state'], RefundState>> = {
  DUE: RefundState.REQUESTED,
  REQUESTED: RefundState.PROCESSING,
  DONE: RefundState.SUCCESS,
  ABNORMAL: RefundState.ABNORMAL,
}

export function refundMessage({ orderId, duty, grant, steps }: Refund, by: Person) {
  const { n, state, cause } = duty
  return {
    ...(seesMoney(by) ? { amountFen: duty.amountFen } : { moneyHidden: true }),
    ...{ orderId, n, cause: cause.replace(/:.*/, ''), state: refundStates[state] },
    ...{ reason: grant?.reason ?? '', lines: grant?.lines ?? [] },
    ...{ by: grant?.by ?? '', claimId: grant?.claimId ?? '' },
    steps: steps.map((step) => ({ state: refundStates[step.state], at: step.at })),
  }
}

export function refundsMessage({ refunds, refundableFen }: Refunds, by: Person) {
  const told = refunds.map((refund) => refundMessage(refund, by))
  return seesMoney(by) ? { refunds: told, refundableFen } : { refunds: told, moneyHidden: true }
}

export function exportMessage(found: Export) {
  const { language: _, timeZone: __, cursor: ___, parts: ____, bytes: _____, ...told } = found
  return { ...told, state: ExportState[found.state] }
}

/** An order of another installation, parsed. */
export function importedOf(message: PlainOf<typeof ImportedOrderSchema>): ImportedOrder {
  const { address, state, cancelReason, ...rest } = message
  if (state !== OrderState.COMPLETED && state !== OrderState.CANCELLED)
    throw new Fault('invalid', 'MESSAGE_INVALID', 'an imported order is completed or cancelled')
  return {
    ...rest,
    address: { consignee: '', phone: '', text: '', ...address, location: address?.location ?? null },
    state: state === OrderState.COMPLETED ? 'COMPLETED' : 'CANCELLED',
    cancelReason: cancelReason as CancelReason,
    lines: message.lines.map(importedLine),
    charges: message.charges.map((charge) => ({ ...charge, kind: charge.kind as Charge['kind'] })),
  }
}

type LineMessage = PlainOf<typeof ImportedOrderSchema>['lines'][number]

function importedLine({ item, ...line }: LineMessage): OrderLine {
  if (!item) throw new Fault('invalid', 'MESSAGE_INVALID', 'every line has an item')
  const kind = item.kind === ItemKind.SET_MEAL ? 'SET_MEAL' : 'DISH'
  return { ...line, id: '', parts: [], item: { ...item, kind } }
}
