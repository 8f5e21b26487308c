import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type ManualClock, manualClock } from '#kit/clock.ts'
import type { HttpServer } from '#kit/http/server.ts'
import { systemRandom } from '#kit/random.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { type Assembled, assemble } from '../../../host/assemble.ts'
import { databasePath, takeDataDir } from '../../../host/data-dir.ts'
import { until } from '../../../host/demo/until.ts'
import { addGateway } from '../../../host/gateway.ts'
import { merchantOf } from '../../../host/merchant.ts'
import { embedded } from '../../../host/platform-config.ts'
import { testProfile } from '../../../host/profiles/test.ts'
import { takeSecrets } from '../../../host/secrets.ts'
import { definitions } from '../../../host/services.ts'
import { oneProcess } from '../../../host/topology.ts'
import { startWechat } from '../../../host/wechat.ts'

/** The whole platform in this process, on a clock that stands still: nothing happens unasked. */
export interface Town {
  readonly http: HttpServer
  readonly client: Assembled['around']['client']
  readonly clock: ManualClock
  /** Resolves when nothing is left to do. */
  settle(): Promise<void>
  /** Changes with everything that is written in any database of it, even if that was taken back. */
  state(): string
  /** Tells all that stands in its databases; slow. */
  contents(): string
  close(): Promise<void>
}

const dayMs = 24 * 3_600_000

export async function openTown(): Promise<Town> {
  const { path: dataDir, release } = takeDataDir(mkdtempSync(join(tmpdir(), 'authorisation-')))
  const clock = manualClock(Date.UTC(2025, 9, 10, 4))
  const log = silentLog
  const wechat = await startWechat({ dataDir, port: 0, clock, random: systemRandom, log })
  Object.assign(wechat.switches, { loseNotifications: true })
  const merchant = merchantOf(wechat)
  const profile = testProfile({ secrets: takeSecrets(dataDir), merchant, publicUrl: 'http://127.0.0.1:9' })
  const services = { ...profile.services, storage: { synchronous: 'off' } }
  const assembled = await assemble({
    topology: oneProcess(),
    platform: embedded,
    profile: { ...profile, services, sweepMs: dayMs },
    ...{ merchant, clock, random: systemRandom, log, env: {} },
    database: (name) => databasePath(dataDir, name),
    stallsFile: null,
    onFatal: () => undefined,
  })
  const listening = { host: '127.0.0.1', port: 0 }
  const http = await addGateway(listening, profile.services.gateway ?? {}, assembled)
  await assembled.lifecycle.start()
  const watches = definitions.map(({ name }) => watchOf(databasePath(dataDir, name)))
  return {
    ...{ http, client: assembled.around.client, clock },
    settle: () => until('the town to be quiet', assembled.isQuiet),
    state: () => watches.map(({ version }) => version()).join(' '),
    contents: () => watches.map(({ digest }) => digest()).join(' '),
    async close() {
      for (const { close } of watches) close()
      await assembled.lifecycle.stop()
      await wechat.stop()
      release()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** A connection of its own: to such a one SQLite tells whether anybody has committed a change meanwhile. */
function watchOf(path: string) {
  const connection = new DatabaseSync(path, { readOnly: true })
  const asked = connection.prepare('PRAGMA data_version')
  return {
    version: () => asked.get()?.data_version,
    digest: () => digestOf(connection),
    close: () => connection.close(),
  }
}

/** What employees asked for is entered also where a service then refuses it; gateways refuse before. */
const entered = ['audit_entry', 'audit_head']

function digestOf(connection: DatabaseSync): string {
  const hash = createHash('sha256')
  const tables = connection.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
  for (const { name } of tables.all().filter((table) => !entered.includes(String(table.name))))
    hash.update(JSON.stringify(connection.prepare(`SELECT * FROM "${name}"`).all()))
  return hash.digest('hex')
}
