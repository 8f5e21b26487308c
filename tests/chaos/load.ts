import { pause } from './patience.ts'
import { shop } from './shopper.ts'
import { serveOrders } from './staff.ts'
import type { Town } from './town.ts'

/** People at work until they are told to stop. */
export interface Load {
  /** Waits until so many more orders have been acknowledged; throws what went wrong among the people. */
  goOn(orders: number): Promise<void>
  /** Everybody finishes what they are at. */
  stop(): Promise<void>
}

const employees = 2
const lookMs = 10
const patienceMs = 120_000

export function startLoad(town: Town, shoppers = 16): Load {
  const broken: unknown[] = []
  let over = false
  const isOver = () => over || broken.length > 0
  const people = [
    ...Array.from({ length: shoppers }, () => shop(town, isOver)),
    ...Array.from({ length: employees }, () => serveOrders(town, isOver)),
  ].map((person) => person.catch((error) => void broken.push(error)))

  const complain = () => {
    if (broken.length > 0) throw broken[0]
  }
  return {
    async goOn(orders) {
      const enough = town.ledger.orderOfKey.size + orders
      const endsAt = Date.now() + patienceMs
      while (town.ledger.orderOfKey.size < enough) {
        complain()
        if (Date.now() > endsAt) throw new Error(`in ${patienceMs} ms not even ${orders} orders got through`)
        await pause(lookMs)
      }
    },
    async stop() {
      over = true
      await Promise.all(people)
      complain()
    },
  }
}
