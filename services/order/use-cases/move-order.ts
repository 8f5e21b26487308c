import { Fault } from '#kit/fault.ts'
import type { Move, Occasion } from '../domain/move.ts'
import type { Windows } from '../domain/next-step.ts'
import type { Order } from '../domain/order.ts'
import type { OrderNeeds } from '../ports.ts'

export type MoveNeeds = Pick<OrderNeeds, 'store' | 'clock' | 'rules'>

/** The move somebody asks for, null where it was made before; throws the refusal. */
export type Asked = (found: Order | null, occasion: Pick<Occasion, 'at'>, windows: Windows) => Move | null

const racesMax = 5

/** Makes one move by compare-and-set; where somebody was faster, the request is judged anew. */
export async function moveOrder(needs: MoveNeeds, orderId: string, ask: Asked): Promise<Order> {
  for (let race = 0; race < racesMax; race++) {
    const found = await needs.store.find(orderId)
    const made = ask(found, { at: needs.clock.now() }, needs.rules().windows)
    if (!made) return found as Order
    if (await needs.store.moveOrder(made)) return made.after
  }
  throw new Fault('conflict', 'ORDER_BUSY', 'the order kept moving')
}
