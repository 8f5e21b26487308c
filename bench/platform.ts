import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seedDemo } from '../host/demo/seed.ts'
import { moveToMysql } from '../host/move/move.ts'
import { testProfile } from '../host/profiles/test.ts'
import { startBacking } from '../host/servers/backing.ts'
import { type Platform, supervise } from '../host/supervisor/platform.ts'
import type { On } from '../host/topologies.ts'
import { silentLog } from '../kit/telemetry/log.ts'

/**
 * The profile `test` with the durations of real life: what is measured must not be limits or early timeouts.
 */
const asInLife = {
  CANGQIONG_ORDER_PAY_WINDOW_MS: '900000',
  CANGQIONG_USER_ACCESS_TOKEN_MS: '600000',
  CANGQIONG_GATEWAY_VALIDATE_RESPONSES: 'false',
}

/** A folder with the demo's shop in it and no orders. */
export async function freshShop(): Promise<{ dataDir: string; remove: () => void }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-'))
  await seedDemo({ dataDir, profile: testProfile, seed: 1, days: 0, now: Date.now(), log: silentLog })
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) }
}

export function startPlatform(
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Platform> {
  return supervise({ dataDir, on: 'direct', profile: 'test', env: { ...asInLife, ...env } })
}

/** A platform with its servers, a shop that has just opened, and nothing else in it. */
export interface Opened {
  readonly platform: Platform
  /** Ends everything and removes what it left. */
  close(): Promise<void>
}

const wide = { bucketSize: 1_000_000, refillTokens: 1_000_000 }
/** All requests come from one address here, as if everybody sat in one office. */
const wideOpen = { read: wide, write: wide, login: wide, notify: wide }

/** What the processes log is seen with BENCH_LOG=1. */
const output = process.env.BENCH_LOG === '1' ? 'inherit' : 'ignore'

/** Starts a whole topology, its real servers with it; all durations are those of real life. */
export async function openPlatform(on: On): Promise<Opened> {
  const { dataDir, remove } = await freshShop()
  const { values: carriers, stop } = await startBacking(on)
  const clear = () => stop().finally(remove)
  try {
    if (carriers.storage !== undefined)
      await moveToMysql({ dataDir, url: carriers.storage, prefix: 'cangqiong' })
    const configFile = join(dataDir, 'limits.json')
    writeFileSync(configFile, JSON.stringify({ gateway: { rates: wideOpen } }))
    const platform = await supervise({ profile: 'demo', configFile, output, dataDir, on, carriers })
    return { platform, close: () => platform.stop().finally(clear) }
  } catch (error) {
    await clear()
    throw error
  }
}

export const portOf = (url: string) => Number(new URL(url).port)
