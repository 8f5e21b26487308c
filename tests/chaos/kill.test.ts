import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { checks } from '../../host/books/checks.ts'
import { lackingFor } from '../../host/servers/backing.ts'
import type { Platform } from '../../host/supervisor/platform.ts'
import type { On } from '../../host/topologies.ts'
import { type Installation, install } from '../installation.ts'
import { createDraw, type Draw, seedOfRun } from './draw.ts'
import { requireClean, withBooks } from './judge.ts'
import { type Load, startLoad } from './load.ts'
import { pause } from './patience.ts'
import { type Recovery, tell } from './recovery.ts'
import { found, type Town } from './town.ts'
import { changeWeather, clearUp } from './weather.ts'
import { holdToPromises } from './witness.ts'

const shapes = [
  ['direct', 'the one process'],
  ['grpc', 'one process of many'],
  ['mysql', 'one process of many that lean on real servers'],
] as const
const chosen = shapes.filter(([on]) => (process.env.KILLS_ON ?? on) === on)
const kills = Math.ceil(Number(process.env.KILLS ?? 24) / chosen.length)
const always = checks.filter(({ when }) => when === 'always')
/** Longer than the profile's, so that orders outlive a restart; short enough that some time out. */
const env = { CANGQIONG_ORDER_PAY_WINDOW_MS: '5000', CANGQIONG_USER_ACCESS_TOKEN_MS: '60000' }

for (const [on, victim] of chosen) {
  const lacking = lackingFor(on)
  const skip = lacking.length > 0 ? `not on this machine: ${lacking.join(', ')}` : false
  const name = `kill -9 of ${victim}, ${kills} times under load, loses nothing that was acknowledged`
  test(name, { skip }, (t) => survive(t, on))
}

async function survive(t: TestContext, on: On): Promise<void> {
  const draw = createDraw(seedOfRun)
  const installation = await install(on, { env })
  const { platform } = installation
  const ended = new AbortController()
  t.after(() => {
    ended.abort()
    return installation.close()
  })
  const town = await found(platform, draw, ended.signal)
  const load = startLoad(town)
  const recoveries: Recovery[] = []
  for (const victim of victims(platform, draw)) {
    await changeWeather(platform.wechatUrl, town, draw)
    recoveries.push(await killAndRecover({ platform, load, draw }, victim))
    await judge(installation, town, always)
  }
  await load.goOn(20)
  await load.stop()
  await clearUp(platform.wechatUrl, town)
  const compared = await judge(installation, town, checks)
  tell(t, on, recoveries, town)
  assert.ok(compared > kills, 'orders were acknowledged all the while')
}

/** Everyone's turn comes, in an order that the seed decides. */
function* victims({ names }: Platform, draw: Draw): Iterable<string> {
  let round: string[] = []
  for (let killed = 0; killed < kills; killed++) {
    if (round.length === 0) round = draw.shuffled(names)
    yield round.pop() ?? ''
  }
}

interface Scene {
  readonly platform: Platform
  readonly load: Load
  readonly draw: Draw
}

async function killAndRecover({ platform, load, draw }: Scene, victim: string): Promise<Recovery> {
  await load.goOn(draw.from(0, 8))
  await pause(draw.from(0, 1200))
  for (const name of platform.names)
    assert.ok(isAlive(platform.process(name).pid), `${name} has died by itself`)
  const killedAt = performance.now()
  await platform.process(victim).kill()
  await platform.restart(victim)
  const readyMs = performance.now() - killedAt
  await load.goOn(1)
  return { readyMs, orderMs: performance.now() - killedAt }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/**
 * Compares the databases on disk with what was promised and with the invariants; counts the orders compared.
 */
async function judge(installation: Installation, town: Town, asked: typeof checks): Promise<number> {
  assert.equal(town.trouble.get('500 INTERNAL'), undefined, 'no request has met a bug')
  return withBooks(installation, async (books) => {
    const compared = await holdToPromises(town.ledger, books)
    await requireClean(books, asked)
    return compared
  })
}
