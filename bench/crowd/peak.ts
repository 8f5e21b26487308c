import { seededRandom } from '#kit/random.ts'
import { type Connection, createConnection } from '../connection.ts'
import { closedLoop, openLoop } from './arrivals.ts'
import { addToCart, ask, type Customer, categories, history, menu, search, submit } from './asks.ts'
import { generates } from './generator.ts'
import { mix, type Wish } from './mix.ts'
import type { Crowd } from './people.ts'
import { createTally, type Report, type Tally } from './tally.ts'

/** The lunch peak as load: many people, few connections. */
export interface PeakPlan {
  readonly port: number
  readonly crowd: Crowd
  readonly seconds: number
  readonly seed: number
  readonly connections: number
  /** Wishes that arrive in a second; null: everybody wishes again as soon as he is served. */
  readonly perSecond: number | null
}

interface Peak {
  readonly tally: Tally
  readonly connection: Connection
  readonly crowd: Crowd
  /** Of those who come by this connection, so that nobody is in two places. */
  customer(): Customer
  below(bound: number): number
}

async function runPeak({ port, crowd, seconds, seed, connections, perSecond }: PeakPlan): Promise<Report> {
  const tally = createTally()
  const random = seededRandom(seed)
  const arrivals =
    perSecond === null ? closedLoop(seconds) : openLoop(seconds, perSecond, seededRandom(seed + 1))
  const drive = async (n: number) => {
    const connection = createConnection(port)
    const own = crowd.customers.filter((_, index) => index % connections === n)
    let turn = 0
    const customer = () => own[turn++ % own.length] ?? { token: '', addressId: '' }
    const peak = { tally, connection, crowd, customer, below: (bound: number) => random.below(bound) }
    for (let due = await arrivals.next(); due !== null; due = await arrivals.next())
      await wishes[drawn(peak)](peak, due)
    connection.close()
  }
  await Promise.all(Array.from({ length: connections }, (_, n) => drive(n)))
  return tally.report()
}

/** A hundred lots. */
const lots = mix.flatMap(([wish, share]) => Array.from({ length: share }, () => wish))

const drawn = ({ below }: Peak): Wish => lots[below(lots.length)] ?? 'menu'

const wishes: Readonly<Record<Wish, (peak: Peak, dueMs: number) => Promise<unknown>>> = {
  menu: ({ tally, connection }, dueMs) => ask(tally, connection, menu(), dueMs),
  categories: ({ tally, connection, crowd }, dueMs) =>
    ask(tally, connection, categories(crowd.staff[0] ?? ''), dueMs),
  history: ({ tally, connection, customer }, dueMs) =>
    ask(tally, connection, history(customer().token), dueMs),
  order,
  search: ({ tally, connection, crowd }, dueMs) =>
    ask(tally, connection, search(crowd.staff[1] ?? '', 'PENDING,PAID,ACCEPTED', 20), dueMs),
}

/** Fills the cart and presses the button. */
async function order({ tally, connection, crowd, customer, below }: Peak, dueMs: number): Promise<void> {
  const me = customer()
  const portion = crowd.portions[below(crowd.portions.length)]
  if (!portion) throw new Error('there is nothing to order')
  if (await ask(tally, connection, addToCart(me.token, portion), dueMs))
    await ask(tally, connection, submit(me, portion.amountFen))
}

generates(runPeak)
