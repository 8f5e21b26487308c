import { type ManualClock, manualClock } from '#kit/clock.ts'
import { createIds } from '#kit/ids.ts'
import { seededRandom, systemRandom } from '#kit/random.ts'
import type { Log } from '#kit/telemetry/log.ts'
import type { WechatSimulator } from '../../simulators/wechat/simulator.ts'
import { assemble } from '../assemble.ts'
import { databasePath } from '../data-dir.ts'
import { merchantOf } from '../merchant.ts'
import { embedded } from '../platform-config.ts'
import type { Ground, Profile } from '../profiles/profile.ts'
import { takeSecrets } from '../secrets.ts'
import { oneProcess } from '../topology.ts'
import { startWechat } from '../wechat.ts'
import { itemsOf } from './items.ts'
import { beginSeed, endSeed } from './marks.ts'
import { planMonth } from './month.ts'
import { playMonth } from './play.ts'
import { openShop } from './shop.ts'

export interface SeedPlan {
  readonly dataDir: string
  readonly profile: (ground: Ground) => Profile
  /** The same number makes the same month. */
  readonly seed: number
  /** How many days of orders; 0 = a shop that has just opened. */
  readonly days: number
  /** The moment the seeded past ends. */
  readonly now: number
  readonly log: Log
}

export interface Seeded {
  readonly orders: number
}

const dayMs = 24 * 3_600_000

/**
 * Fills an empty installation through the real services with a clock that is set to the past, so that
 * everything that holds for orders of real customers holds for these.
 */
export async function seedDemo(plan: SeedPlan): Promise<Seeded> {
  const { dataDir, log, seed, now } = plan
  beginSeed(dataDir)
  const clock = manualClock(now - (plan.days + 1) * dayMs)
  const wechat = await startWechat({ dataDir, port: 0, clock, random: systemRandom, log })
  // Nobody answers at the notify address yet; the platform asks the provider instead.
  Object.assign(wechat.switches, { loseNotifications: true })
  try {
    const orders = await playOn(plan, clock, wechat)
    await wechat.stop()
    endSeed(dataDir, { seed, orders, at: new Date(now).toISOString() })
    return { orders }
  } finally {
    await wechat.stop()
  }
}

/** Plays the month on services that have the clock of the past; answers how many orders it took. */
async function playOn(plan: SeedPlan, clock: ManualClock, wechat: WechatSimulator): Promise<number> {
  const random = seededRandom(plan.seed)
  const merchant = merchantOf(wechat)
  const ground = { secrets: takeSecrets(plan.dataDir), merchant, publicUrl: 'http://127.0.0.1:8080' }
  const { lifecycle, around, isQuiet } = await assemble({
    topology: oneProcess(),
    platform: embedded,
    profile: inAHurry(plan.profile(ground)),
    merchant,
    clock,
    random,
    log: plan.log,
    database: (name) => databasePath(plan.dataDir, name),
    env: {},
    stallsFile: null,
    onFatal: () => undefined,
  })
  await lifecycle.start()
  try {
    const { client } = around
    const cast = await openShop(client)
    const items = await itemsOf(client, cast.shopId)
    const month = { now: plan.now, days: plan.days, customers: cast.customers.length, items: items.length }
    const orders = plan.days === 0 ? [] : planMonth(random, month)
    const stage = { clock, ids: createIds(clock, random), wechat, client, isQuiet }
    await playMonth(stage, { ...cast, items }, orders, plan.now)
    return orders.length
  } finally {
    await lifecycle.stop()
  }
}

/** A seed that is cut off is made anew, so nothing of it needs to be on the disk before its end. */
function inAHurry(profile: Profile): Profile {
  const services = { ...profile.services, storage: { synchronous: 'off' } }
  return { ...profile, services, sweepMs: dayMs }
}
