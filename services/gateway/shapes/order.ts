import { z } from 'zod'
import type { CartSchema, OrderSchema, QuoteSchema } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { OrderState } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import type { PlainOf } from '#kit/rpc/message.ts'
import { momentOf, momentOrNull, textOrNull } from '../http.ts'
import { itemShape, shapeItem } from './item.ts'
import { locationShape } from './shop.ts'

export const orderStates = [
  'PLACING',
  'PENDING',
  'CLOSING',
  'PAID',
  'ACCEPTED',
  'DELIVERING',
  'COMPLETED',
  'CANCELLED',
] as const
export const stateShape = z.enum(orderStates)
type StateName = z.infer<typeof stateShape>

const chargeShape = z.strictObject({ kind: z.string(), amountFen: z.int() })

export const cartShape = z
  .strictObject({
    shopId: z.string(),
    version: z.int(),
    lines: z.array(z.strictObject({ id: z.string(), item: itemShape, quantity: z.int() })),
  })
  .meta({ id: 'Cart' })

export const quoteShape = z
  .strictObject({
    shopId: z.string(),
    cartVersion: z.int(),
    lines: z.array(
      z.strictObject({
        lineId: z.string(),
        name: z.string(),
        image: z.string(),
        quantity: z.int(),
        unitPriceFen: z.int(),
        options: z.array(z.strictObject({ group: z.string(), choice: z.string() })),
        refusal: z.string().nullable(),
        available: z.int().nullable(),
      }),
    ),
    charges: z.array(chargeShape),
    amountFen: z.int(),
    minimumOrderFen: z.int(),
    estimatedAt: z.string(),
    refusal: z.string().nullable(),
    /** Sets of cutlery the customer asked for last time. */
    cutlery: z.int().nullable(),
  })
  .meta({ id: 'Quote' })

export const orderShape = z
  .strictObject({
    id: z.string(),
    number: z.string(),
    shopId: z.string(),
    customerId: z.string(),
    state: stateShape,
    version: z.int(),
    /** Null, as every amount here, for staff who see no money. */
    amountFen: z.int().nullable(),
    refundedFen: z.int().nullable(),
    lines: z.array(
      z.strictObject({
        id: z.string(),
        item: itemShape,
        name: z.string(),
        image: z.string(),
        quantity: z.int(),
        unitPriceFen: z.int().nullable(),
      }),
    ),
    charges: z.array(chargeShape),
    history: z.array(
      z.strictObject({
        version: z.int(),
        from: stateShape.nullable(),
        to: stateShape,
        by: z.string(),
        note: z.string(),
        at: z.string(),
      }),
    ),
    address: z
      .strictObject({
        consignee: z.string(),
        phone: z.string(),
        text: z.string(),
        location: locationShape.nullable(),
      })
      .nullable(),
    remark: z.string(),
    cutlery: z.int(),
    deliverAt: z.string().nullable(),
    slotAt: z.string().nullable(),
    estimatedAt: z.string().nullable(),
    payDeadline: z.string().nullable(),
    cancelReason: z.string().nullable(),
    cancelNote: z.string().nullable(),
    shortDishIds: z.array(z.string()),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: 'Order' })

export function shapeCart({ shopId, version, lines }: PlainOf<typeof CartSchema>) {
  return {
    shopId,
    version,
    lines: lines.map(({ id, item, quantity }) => ({ id, item: shapeItem(item), quantity })),
  }
}

export function shapeQuote(quote: PlainOf<typeof QuoteSchema>) {
  const lines = quote.lines.map(({ available = null, ...line }) => {
    return { ...line, available, refusal: textOrNull(line.refusal) }
  })
  const estimatedAt = momentOf(quote.estimatedAt)
  const cutlery = quote.cutlery ?? null
  return { ...quote, lines, estimatedAt, refusal: textOrNull(quote.refusal), cutlery }
}

export function shapeOrder(message: PlainOf<typeof OrderSchema>) {
  // These are for older clients only.
  const { numberId: _, money: __, addressId: ___, cutleryByMeal: ____, paidAt: _____, ...told } = message
  const { moneyHidden: isHidden, ...order } = told
  const fenOrNull = (fen: number) => (isHidden ? null : fen)
  return {
    ...order,
    amountFen: fenOrNull(order.amountFen),
    refundedFen: fenOrNull(order.refundedFen),
    state: stateName(order.state),
    lines: order.lines.map(({ parts: _, ...line }) => ({
      ...line,
      item: shapeItem(line.item),
      unitPriceFen: fenOrNull(line.unitPriceFen),
    })),
    history: order.history.map((entry) => ({
      ...entry,
      from: entry.from === OrderState.UNSPECIFIED ? null : stateName(entry.from),
      to: stateName(entry.to),
      at: momentOf(entry.at),
    })),
    address: order.address ? { ...order.address, location: order.address.location ?? null } : null,
    deliverAt: momentOrNull(order.deliverAt),
    slotAt: momentOrNull(order.slotAt),
    estimatedAt: momentOrNull(order.estimatedAt),
    payDeadline: momentOrNull(order.payDeadline),
    cancelReason: textOrNull(order.cancelReason),
    cancelNote: textOrNull(order.cancelNote),
    createdAt: momentOf(order.createdAt),
    updatedAt: momentOf(order.updatedAt),
  }
}

/** `PAID,ACCEPTED` as the contract's states; empty means all. */
export const statesQuery = z
  .string()
  .max(200)
  .transform((names) => names.split(','))
  .pipe(z.array(stateShape).max(orderStates.length))
  .transform((names) => names.map((name) => OrderState[name]))

export function stateName(state: OrderState): StateName {
  return OrderState[state] as StateName
}
