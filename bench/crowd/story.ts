import { setTimeout as sleep } from 'node:timers/promises'
import { type Random, seededRandom } from '#kit/random.ts'
import { type Answer, createConnection } from '../connection.ts'
import {
  type Ask,
  addToCart,
  ask,
  type Customer,
  history,
  json,
  look,
  menu,
  move,
  pay,
  payAtCashier,
  quote,
  search,
  submit,
} from './asks.ts'
import { generates } from './generator.ts'
import type { Crowd } from './people.ts'
import { createTally, type Report, type Tally } from './tally.ts'

/** Customers who think between any two steps, and staff who take what is paid to the door. */
export interface StoryPlan {
  readonly port: number
  readonly crowd: Crowd
  readonly seconds: number
  readonly seed: number
}

interface Scene {
  readonly tally: Tally
  readonly crowd: Crowd
  readonly random: Random
  /** Thinks; rejects once the time is over. */
  think(fromMs: number, toMs: number): Promise<void>
  /** Asks as this one person. */
  tell(what: Ask): Promise<Answer | null>
}

const thinkMs = { from: 1000, to: 10_000 }
const staffLookMs = 250
const ordersAtOnce = 100
/** How often somebody looks at the menu before he knows what he wants. */
const browses = { least: 3, most: 9 }
/** Of a hundred orders. */
const paidShare = 40
const historyShare = 20

async function runStory({ port, crowd, seconds, seed }: StoryPlan): Promise<Report> {
  const tally = createTally()
  const over = AbortSignal.timeout(seconds * 1000)
  const person = async (n: number, live: (scene: Scene) => Promise<void>) => {
    const random = seededRandom(seed + n)
    const connection = createConnection(port)
    const think = async (fromMs: number, toMs: number) => {
      await sleep(fromMs + random.below(toMs - fromMs), undefined, { signal: over })
    }
    const tell = (what: Ask) => ask(tally, connection, what)
    const life = live({ tally, crowd, random, think, tell })
    await life.catch((error) => {
      if (!over.aborted) throw error
    })
    connection.close()
  }
  await Promise.all([
    ...crowd.customers.map((me, n) => person(n, (scene) => shop(scene, me))),
    ...crowd.staff.map((token, n) => person(-1 - n, (scene) => serve(scene, token, n))),
  ])
  return tally.report()
}

/** One order after the other, until the time is over. */
async function shop(scene: Scene, me: Customer): Promise<void> {
  const think = () => scene.think(thinkMs.from, thinkMs.to)
  // Not all at the same moment.
  await scene.think(0, thinkMs.to)
  for (;;) {
    for (let n = browses.least + scene.random.below(browses.most - browses.least + 1); n > 0; n--) {
      await scene.tell(menu())
      await think()
    }
    const id = await order(scene, me, think)
    await think()
    if (id !== null && scene.random.below(100) < paidShare) {
      if (await payFor(scene, me, id)) await lookAfter(scene, me, id, think)
    }
    if (scene.random.below(100) < historyShare) {
      await scene.tell(history(me.token))
      await think()
    }
  }
}

/** From the empty cart to the order; null where a step was refused. */
async function order(scene: Scene, me: Customer, think: () => Promise<void>): Promise<string | null> {
  const { crowd, random, tally, tell } = scene
  const portion = crowd.portions[random.below(crowd.portions.length)]
  if (!portion || !(await tell(addToCart(me.token, portion)))) return null
  await think()
  const quoted = await tell(quote(me.token))
  if (!quoted) return null
  const { amountFen, refusal } = json(quoted)
  if (refusal !== null) {
    tally.failed('quote', refusal)
    return null
  }
  await think()
  const submitted = await tell(submit(me, amountFen))
  return submitted ? json(submitted).id : null
}

async function payFor({ tally, tell }: Scene, me: Customer, id: string): Promise<boolean> {
  const opened = await tell(pay(me.token, id))
  if (!opened) return false
  const { port, pathname } = new URL(json(opened).parameters.h5Url)
  const cashier = createConnection(Number(port))
  const paid = await ask(tally, cashier, payAtCashier(pathname))
  cashier.close()
  return paid !== null
}

/** Whoever has paid sees it at the next look. */
async function lookAfter(scene: Scene, me: Customer, id: string, think: () => Promise<void>): Promise<void> {
  await think()
  const seen = await scene.tell(look(me.token, id))
  if (!seen) return
  const { state } = json(seen)
  if (!['PAID', 'ACCEPTED', 'DELIVERING', 'COMPLETED'].includes(state))
    scene.tally.failed('look', `a paid order is ${state}`)
  await think()
}

/** Every employee has his half of the orders, by their ids. */
async function serve({ crowd, tell, think }: Scene, token: string, n: number): Promise<void> {
  const isMine = ({ id }: { id: string }) => Number.parseInt(id.slice(-4), 16) % crowd.staff.length === n
  for (;;) {
    const found = await tell(search(token, 'PAID', ordersAtOnce))
    const orders: readonly { id: string }[] = found ? json(found).items : []
    for (const { id } of orders.filter(isMine)) {
      for (const verb of ['accept', 'dispatch', 'complete'] as const)
        if (!(await tell(move(token, id, verb)))) break
      await think(0, 1)
    }
    await think(staffLookMs, staffLookMs + 1)
  }
}

generates(runStory)
