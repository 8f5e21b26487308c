import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { manualClock } from '#kit/clock.ts'
import { createIds } from '#kit/ids.ts'
import { seededRandom, systemRandom } from '#kit/random.ts'
import type { Log } from '#kit/telemetry/log.ts'
import { assemble } from '../assemble.ts'
import { databasePath } from '../data-dir.ts'
import { merchantOf } from '../merchant.ts'
import type { Ground, Profile } from '../profiles/profile.ts'
import { takeSecrets } from '../secrets.ts'
import { oneProcess } from '../topology.ts'
import { startWechat } from '../wechat.ts'
import { itemsOf } from './items.ts'
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
const markOf = (dataDir: string) => join(dataDir, 'seeded.json')

export function isSeeded(dataDir: string): boolean {
  return existsSync(markOf(dataDir))
}

/**
 * Fills an empty installation through the real services with a clock that is set to the past, so that
 * everything that holds for orders of real customers holds for these. A seed that was cut off begins anew.
 */
export async function seedDemo(plan: SeedPlan): Promise<Seeded> {
  rmSync(join(plan.dataDir, 'db'), { recursive: true, force: true })
  mkdirSync(join(plan.dataDir, 'db'), { recursive: true })
  const clock = manualClock(plan.now - (plan.days + 1) * dayMs)
  const random = seededRandom(plan.seed)
  const { dataDir, log } = plan
  const wechat = await startWechat({ dataDir, port: 0, clock, random: systemRandom, log })
  // Nobody answers at the notify address yet; the platform asks the provider instead.
  Object.assign(wechat.switches, { loseNotifications: true })
  const merchant = merchantOf(wechat)
  const ground = { secrets: takeSecrets(dataDir), merchant, publicUrl: 'http://127.0.0.1:8080' }
  const { lifecycle, around, isQuiet } = await assemble({
    topology: oneProcess(),
    profile: { ...plan.profile(ground), sweepMs: dayMs },
    merchant,
    clock,
    random,
    log,
    database: (name) => databasePath(dataDir, name),
    env: {},
    stallsFile: null,
    onFatal: () => undefined,
  })
  await lifecycle.start()
  try {
    const cast = await openShop(around.client)
    const items = await itemsOf(around.client, cast.shopId)
    const { now, days } = plan
    const month = { now, days, customers: cast.customers.length, items: items.length }
    const orders = days === 0 ? [] : planMonth(random, month)
    const stage = { clock, ids: createIds(clock, random), wechat, client: around.client, isQuiet }
    await playMonth(stage, { ...cast, items }, orders, now)
    writeFileSync(
      markOf(dataDir),
      JSON.stringify({ seed: plan.seed, orders: orders.length, at: new Date(now).toISOString() }),
    )
    return { orders: orders.length }
  } finally {
    await lifecycle.stop()
    await wechat.stop()
  }
}
