import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import { after, before, test } from 'node:test'
import { systemClock } from '#kit/clock.ts'
import { sha256Hex } from '#kit/crypto/crypto.ts'
import { createIds } from '#kit/ids.ts'
import { createOutbox } from '#kit/messaging/outbox.ts'
import { systemRandom } from '#kit/random.ts'
import { createMysqlStorage } from '#kit/storage/mysql.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { mariadbAvailable, type StartedMariadb, startMariadb } from '../../../host/servers/mariadb.ts'
import { emptyChain, findBreak } from '../domain/audit.ts'
import { createAnnouncements } from '../events.ts'
import { userService } from '../service.ts'
import { createAuditStore } from './audit.ts'
import { createEmployeeStore } from './employees.ts'
import { createSessionStore } from './sessions.ts'
import type { UserTables } from './tables.ts'

// Two processes on one database: what one does between two statements of the other.
const isPossible = mariadbAvailable() || process.env.REQUIRE_SERVERS === '1'
const skip = isPossible ? false : 'MariaDB is not installed (Debian: apt-get install mariadb-server)'

const rules = { failuresMax: 5, lockMs: 3_600_000 }
const at = 1_790_000_000_000
const draft = {
  shopId: '1',
  username: 'admin',
  name: '管理员',
  phone: '13800000001',
  ...{ password: '', sex: '', idNumber: '' },
  roles: ['manager'],
} as const

/** The other process acts in nobody's transaction. */
const outside = AsyncLocalStorage.snapshot()
const announcements = createAnnouncements(
  createOutbox({ clock: systemClock, ids: createIds(systemClock, systemRandom) }),
)

let server: StartedMariadb
const stops: (() => Promise<void>)[] = []

before(async () => {
  if (!skip) server = await startMariadb()
})
after(async () => {
  for (const stop of stops) await stop()
  await server?.stop()
})

async function open(onStatement?: (verb: string, sql: string) => Promise<void>) {
  const storage = await createMysqlStorage<UserTables>({
    url: server.url,
    database: 'races',
    migrations: userService.migrations,
    clock: systemClock,
    log: silentLog,
    ...(onStatement && { onStatement }),
  })
  stops.push(() => storage.stop())
  return storage
}

test('the right password is not locked out by one wrong one that comes at the same moment', {
  skip,
}, async () => {
  const there = createSessionStore(await open(), announcements)
  let hasActed = false
  const storage = await open(async (verb, sql) => {
    if (hasActed || verb !== 'openByPassword' || !/^select .* from `login_failure`/.test(sql)) return
    hasActed = true
    await outside(() => there.recordFailure('admin', at, rules))
  })
  const employee = await createEmployeeStore(storage, announcements).createEmployee(draft, {
    passwordHash: 'hash',
    mustChangePassword: false,
    by: 'system:test',
    at,
  })
  assert.ok(employee)
  const session = { id: 's-1', openedAt: at, endsAt: at + 1000, tokenHash: 'h', tokenEndsAt: at + 1000 }
  const outcome = await createSessionStore(storage, announcements).openByPassword(
    { employee, passwordHash: 'hash', rules },
    session,
  )
  assert.ok(hasActed, 'nothing happened in between: the test proves nothing')
  assert.equal(outcome, 'opened')
})

test('acts that three processes enter at once make one chain without a gap', { skip }, async (t) => {
  const processes = await Promise.all([open(), open(), open()])
  const stores = processes.map(createAuditStore)
  const act = { by: 'employee:1', shopId: '7', action: 'updateDish', subject: 'dish:1', details: '{}' }
  const before = (await stores[0]?.listLinks(Number.MAX_SAFE_INTEGER, 1))?.[0]?.seq ?? 0
  const startedAt = performance.now()
  const entering = stores.flatMap((store) =>
    Array.from({ length: 100 }, (_, n) => store.recordFact({ ...act, at: at + n })),
  )
  const told = await Promise.all(entering)
  const tookMs = Math.round(performance.now() - startedAt)
  t.diagnostic(`300 acts entered by three processes in ${tookMs} ms`)
  assert.deepEqual(
    told.toSorted((a, b) => a - b),
    Array.from({ length: 300 }, (_, n) => before + n + 1),
  )
  const [store] = stores
  assert.ok(store)
  const shops = await Promise.all(['1', '7'].map((shop) => store.listEntries(shop, 1e9, 1000)))
  const entries = shops.flat().toSorted((a, b) => a.seq - b.seq)
  assert.equal(findBreak(entries, entries.at(-1) ?? emptyChain, sha256Hex), undefined)
})
