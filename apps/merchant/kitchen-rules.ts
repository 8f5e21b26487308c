import type { Order } from '../web/gen/operations.ts'

export type Pace = 'calm' | 'soon' | 'late'

const soonMs = 5 * 60_000

/** When a dish must leave the kitchen so that it comes when it was promised. */
export function dueAt(order: Order, { preparationMinutes, deliveryMinutes }: KitchenTimes): number {
  if (order.estimatedAt !== null) return Date.parse(order.estimatedAt) - deliveryMinutes * 60_000
  return Date.parse(order.updatedAt) + preparationMinutes * 60_000
}

export interface KitchenTimes {
  readonly preparationMinutes: number
  readonly deliveryMinutes: number
}

export function paceOf(due: number, now: number): Pace {
  if (now >= due) return 'late'
  return now >= due - soonMs ? 'soon' : 'calm'
}

/** All pieces of the same dish and options together, the most first. */
export function totalOf(
  orders: readonly Order[],
): readonly { readonly name: string; readonly quantity: number }[] {
  const totals = new Map<string, number>()
  for (const { name, quantity } of orders.flatMap(({ lines }) => lines))
    totals.set(name, (totals.get(name) ?? 0) + quantity)
  return [...totals]
    .map(([name, quantity]) => ({ name, quantity }))
    .toSorted((one, other) => other.quantity - one.quantity)
}
