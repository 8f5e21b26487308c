import { Fault } from '#kit/fault.ts'
import { type Order, ownedBy } from '../domain/order.ts'
import type { Person } from '../domain/person.ts'
import { checkReminder } from '../domain/reminder.ts'
import type { OrderNeeds } from '../ports.ts'

const racesMax = 5

/** Rings the shop's bell again, at most once per pause; who was overtaken is judged anew. */
export async function remindOrder(
  needs: Pick<OrderNeeds, 'store' | 'clock' | 'rules'>,
  orderId: string,
  by: Person,
): Promise<Order> {
  const { reminderPauseMs } = needs.rules()
  for (let race = 0; race < racesMax; race++) {
    const order = ownedBy(await needs.store.find(orderId), by)
    const at = needs.clock.now()
    checkReminder(order, at, reminderPauseMs)
    if (await needs.store.recordReminder(order, at, reminderPauseMs))
      return { ...order, reminders: order.reminders + 1, remindedAt: at }
  }
  throw new Fault('conflict', 'ORDER_BUSY', 'the order kept moving')
}
