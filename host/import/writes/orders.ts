import { OrderService, OrderState } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { ImportedEnd, PaymentService } from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import { type Around, type MappedOrder, type NewOrder, orderOf } from '../maps/order.ts'
import type { OldRow } from '../schema.ts'
import { bookAll, mapAll, rowsAtOnce, type Taken, type Writing } from './writing.ts'

/** Orders page by page, each page whole or not at all; tells how many rows it has looked at. */
export async function writeOrders(writing: Writing, tell: (rows: number) => void): Promise<void> {
  const { stage, ledger } = writing
  let looked = 0
  for (const rows of stage.pages('orders', rowsAtOnce)) {
    await writePage(writing, rows)
    looked += rows.length
    tell(looked)
  }
  ledger.of('order_detail').skip('ORDER_MISSING', ...stage.orphans('order_detail', 'order_id', 'orders'))
}

async function writePage(writing: Writing, rows: readonly OldRow[]): Promise<void> {
  const { client, stage, ledger, shopId } = writing
  const detailsOf = stage.belonging('order_detail', 'order_id', rows)
  const around = aroundOf(writing)
  const account = ledger.of('orders')
  const taken = mapAll(rows, account, (row) => orderOf(row, detailsOf.get(row.id ?? '') ?? [], around))
  const drafts = taken.map(({ oldId, take: { order } }) => {
    return { ...order, oldId, shopId, number: order.number || `OLD-${oldId}` }
  })
  const { orders } = await client(OrderService).importOrders({ orders: drafts })
  const brought = orders.map(({ orderId: id, ...one }) => ({ id, ...one }))
  await bookMoney(writing, taken, brought)
  bookAll(taken, brought, account)
  bookLines(writing, detailsOf, taken, brought)
}

interface BroughtOrder {
  readonly id: string
  readonly oldId: string
  readonly attemptId: string
  readonly skipped: string
}

/** Also for what was there already: a death between an order and its payment is made good here. */
async function bookMoney(
  { client }: Writing,
  taken: readonly Taken<MappedOrder>[],
  brought: readonly BroughtOrder[],
): Promise<void> {
  const payments = taken.flatMap(({ take: { order } }, index) => {
    const one = brought[index]
    if (!one || order.paidAt === 0 || one.skipped === 'CHANGED_SINCE') return []
    const { amountFen, paidAt, endedAt } = order
    return [{ attemptId: one.attemptId, orderId: one.id, amountFen, paidAt, endedAt, end: endOf(order) }]
  })
  if (payments.length > 0) await client(PaymentService).importPayments({ payments })
}

function endOf({ state, refunded }: NewOrder): ImportedEnd {
  if (state === OrderState.COMPLETED) return refunded ? ImportedEnd.EARNED_AND_REFUNDED : ImportedEnd.EARNED
  return refunded ? ImportedEnd.REFUNDED : ImportedEnd.REFUND_UNKNOWN
}

function bookLines(
  { ledger }: Writing,
  detailsOf: ReadonlyMap<string, readonly OldRow[]>,
  taken: readonly Taken<MappedOrder>[],
  brought: readonly BroughtOrder[],
): void {
  const account = ledger.of('order_detail')
  const fates = new Map(taken.map(({ oldId, take }, index) => [oldId, { take, one: brought[index] }]))
  for (const [order, details] of detailsOf) {
    const fate = fates.get(order)
    for (const { id } of details) {
      const reason = fate ? fate.one?.skipped || fate.take.lines.skipped.get(id ?? '') : 'ORDER_SKIPPED'
      if (reason) account.skip(reason, id ?? '')
      else account.imported()
    }
  }
}

function aroundOf({ customers, dishes, setMeals, images, now }: Writing): Around {
  return {
    now,
    customerId: (oldId) => customers.get(oldId ?? ''),
    dish: (oldId) => dishes.get(oldId),
    setMeal: (oldId) => setMeals.get(oldId),
    image: (address) => images.of(address),
  }
}
