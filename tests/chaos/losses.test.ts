import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { checks } from '../../host/books/checks.ts'
import { lackingFor } from '../../host/servers/backing.ts'
import { Refusal } from '../../host/settings.ts'
import type { Carriers, On } from '../../host/topologies.ts'
import { carriersOf } from '../../host/topologies.ts'
import { type Installation, install } from '../installation.ts'
import { createDraw, seedOfRun } from './draw.ts'
import { requireClean, withBooks } from './judge.ts'
import { type Load, startLoad } from './load.ts'
import { pause } from './patience.ts'
import { openProbes, type Probes } from './probes.ts'
import { found, type Town } from './town.ts'
import { holdToPromises } from './witness.ts'

/** How long each server is away. */
const awayMs = Number(process.env.AWAY_MS ?? 8000)
/** Time for what was on its way when the server went to come to its end. */
const settleMs = 3000
/** Without these, ordering goes on. */
const dispensable: ReadonlySet<keyof Carriers> = new Set(['cache', 'discovery', 'centre', 'events'])
const env = { CANGQIONG_ORDER_PAY_WINDOW_MS: '60000', CANGQIONG_USER_ACCESS_TOKEN_MS: '600000' }

for (const on of ['mysql', 'cloud'] as const) {
  const lacking = lackingFor(on)
  const skip = lacking.length > 0 ? `not on this machine: ${lacking.join(', ')}` : false
  test(`on ${on} each server may die under load and come back`, { skip }, (t) => lose(t, on))
}

async function lose(t: TestContext, on: On): Promise<void> {
  const installation = await install(on, { env })
  const ended = new AbortController()
  t.after(() => {
    ended.abort()
    return installation.close()
  })
  const town = await found(installation.platform, createDraw(seedOfRun), ended.signal)
  const probes = await openProbes(town)
  const load = startLoad(town)
  await load.goOn(10)
  t.diagnostic(`seed ${seedOfRun}, each away for ${awayMs / 1000} s`)
  for (const role of installation.backing.servers.keys()) {
    const loss = await loseOne({ installation, town, load, probes }, role)
    t.diagnostic(`${role} (${carriersOf[on][role]}): ${told(loss)}`)
    if (dispensable.has(role)) assert.ok(loss.ordersMeanwhile > 0, `without ${role} ordering goes on`)
  }
  await load.stop()
  await withBooks(installation, async (books) => {
    await holdToPromises(town.ledger, books)
    await requireClean(books, checks)
  })
}

interface Scene {
  readonly installation: Installation
  readonly town: Town
  readonly load: Load
  readonly probes: Probes
}

/** What the loss of a server cost. */
interface Loss {
  /** Orders acknowledged while it was away, the first moments aside. */
  readonly ordersMeanwhile: number
  /** What was answered meanwhile, by what was asked. */
  readonly answers: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** From its return until the next order was acknowledged. */
  readonly recoveryMs: number
}

async function loseOne({ installation, town, load, probes }: Scene, role: keyof Carriers): Promise<Loss> {
  const server = installation.backing.servers.get(role)
  assert.ok(server)
  // What has been asked before may be known when nobody can be asked.
  await probes.askFor(1)
  await server.kill()
  await pause(settleMs)
  const before = town.ledger.orderOfKey.size
  const answers = await probes.askFor(awayMs - settleMs)
  const ordersMeanwhile = town.ledger.orderOfKey.size - before
  if (role === 'discovery') await assert.rejects(installation.platform.roll('order'), Refusal)
  await server.restart()
  const backAt = performance.now()
  await load.goOn(1)
  return { ordersMeanwhile, answers, recoveryMs: performance.now() - backAt }
}

function told({ ordersMeanwhile, answers, recoveryMs }: Loss): string {
  const counts = [...answers].map(([asked, codes]) => {
    const each = [...codes].map(([code, times]) => `${code} × ${times}`)
    return `${asked}: ${each.join(', ')}`
  })
  const next = `next order ${Math.round(recoveryMs)} ms after its return`
  return [`${ordersMeanwhile} orders meanwhile`, next, ...counts].join('; ')
}
