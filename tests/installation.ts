import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OpenBooks } from '../host/books/check.ts'
import { openBooks } from '../host/books/open-books.ts'
import { seedDemo } from '../host/demo/seed.ts'
import { moveToMysql } from '../host/move/move.ts'
import { testProfile } from '../host/profiles/test.ts'
import { type Backing, startBacking } from '../host/servers/backing.ts'
import { type Platform, type PlatformPlan, supervise } from '../host/supervisor/platform.ts'
import type { On } from '../host/topologies.ts'
import { silentLog } from '../kit/telemetry/log.ts'

/** A fresh demo shop in a folder of its own, and the platform that runs on it. */
export interface Installation {
  readonly platform: Platform
  /** The real servers it leans on; none where it is all on SQLite. */
  readonly backing: Backing
  /** Its databases, wherever they are. */
  openBooks(): OpenBooks
  /** Ends every process and removes the folder. */
  close(): Promise<void>
}

type Wishes = Pick<PlatformPlan, 'env' | 'stalls' | 'keeps' | 'configFile'>

/** What the processes log is seen with TEST_LOG=1. */
const output = process.env.TEST_LOG === '1' ? 'inherit' : 'ignore'

/** Starts everything a topology is made of, with a shop in it that has just opened. */
export async function install(on: On, wishes: Wishes = {}): Promise<Installation> {
  const dataDir = mkdtempSync(join(tmpdir(), `cangqiong-${on}-`))
  const backing = await startBacking(on)
  const remove = async () => {
    await backing.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    await seedDemo({ dataDir, profile: testProfile, seed: 1, days: 0, now: Date.now(), log: silentLog })
    const { storage: url } = backing.values
    if (url !== undefined) await moveToMysql({ dataDir, url, prefix: 'cangqiong' })
    const platform = await supervise({
      output,
      ...wishes,
      dataDir,
      on,
      profile: 'test',
      carriers: backing.values,
    })
    return {
      platform,
      backing,
      openBooks: () => openBooks({ dataDir, on }),
      close: () => platform.stop().finally(remove),
    }
  } catch (error) {
    await remove()
    throw error
  }
}
