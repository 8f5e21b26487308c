import { ClaimState, ExportState, OrderState } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { RefundState } from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import { contractItem } from './clients.ts'
import type { Cart } from './domain/cart.ts'
import type { Claim } from './domain/claim.ts'
import type { Export } from './domain/export.ts'
import { type HistoryEntry, type Order, type RefundDuty, refundedFen } from './domain/order.ts'
import type { OrderLine } from './domain/pricing.ts'
import type { Refund } from './domain/refund.ts'
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

export function orderMessage(order: Order) {
  const { attempt: _, refunds: __, winnerId: ___, disposition: ____, dispositionDone: _____, ...rest } = order
  const { leadMs: ______, grants: _______, ...told } = rest
  const { location } = order.address
  return {
    ...told,
    address: { ...order.address, location: location ?? undefined },
    state: OrderState[order.state],
    lines: order.lines.map(lineMessage),
    history: order.history.map(entryMessage),
    refundedFen: refundedFen(order),
  }
}

const lineMessage = ({ item, ...line }: OrderLine) => ({ ...line, item: contractItem(item) })

function entryMessage({ from, to, ...entry }: HistoryEntry) {
  return { ...entry, from: from === '' ? OrderState.UNSPECIFIED : OrderState[from], to: OrderState[to] }
}

export function claimMessage({ state, ...claim }: Claim) {
  return { ...claim, state: ClaimState[state] }
}

/** In the words of the service that moves the money. */
const refundStates: Readonly<Record<RefundDuty['state'], RefundState>> = {
  DUE: RefundState.REQUESTED,
  REQUESTED: RefundState.PROCESSING,
  DONE: RefundState.SUCCESS,
  ABNORMAL: RefundState.ABNORMAL,
}

export function refundMessage({ orderId, duty, grant, steps }: Refund) {
  const { n, amountFen, state, cause } = duty
  return {
    ...{ orderId, n, amountFen, cause: cause.replace(/:.*/, ''), state: refundStates[state] },
    ...{ reason: grant?.reason ?? '', lines: grant?.lines ?? [] },
    ...{ by: grant?.by ?? '', claimId: grant?.claimId ?? '' },
    steps: steps.map((step) => ({ state: refundStates[step.state], at: step.at })),
  }
}

export function exportMessage(found: Export) {
  const { language: _, timeZone: __, cursor: ___, parts: ____, bytes: _____, ...told } = found
  return { ...told, state: ExportState[found.state] }
}
