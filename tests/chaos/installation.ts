import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seedDemo } from '../../host/demo/seed.ts'
import { testProfile } from '../../host/profiles/test.ts'
import { type Platform, supervise } from '../../host/supervise.ts'
import { silentLog } from '../../kit/telemetry/log.ts'

export type Shape = 'direct' | 'grpc'

/** A fresh demo shop in a folder of its own, and the platform that runs on it. */
export interface Installation {
  readonly platform: Platform
  /** Ends every process and removes the folder. */
  close(): Promise<void>
}

export async function install(on: Shape, env: Readonly<Record<string, string>> = {}): Promise<Installation> {
  const dataDir = mkdtempSync(join(tmpdir(), `chaos-${on}-`))
  const remove = () => rmSync(dataDir, { recursive: true, force: true })
  const output = process.env.CHAOS_LOG === '1' ? 'inherit' : 'ignore'
  try {
    await seedDemo({ dataDir, profile: testProfile, seed: 1, days: 0, now: Date.now(), log: silentLog })
    const platform = await supervise({ dataDir, on, profile: 'test', output, env })
    return { platform, close: () => platform.stop().finally(remove) }
  } catch (error) {
    remove()
    throw error
  }
}
