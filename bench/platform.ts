import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seedDemo } from '../host/demo/seed.ts'
import { testProfile } from '../host/profiles/test.ts'
import { type Platform, supervise } from '../host/supervisor/platform.ts'
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

export const portOf = (url: string) => Number(new URL(url).port)
