import { after, before, test } from 'node:test'
import { systemClock } from '#kit/clock.ts'
import { createMysqlStorage } from '#kit/storage/mysql.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { mariadbAvailable, type StartedMariadb, startMariadb } from '../../host/servers/mariadb.ts'
import { timersSuite } from './timers.suite.ts'

if (mariadbAvailable() || process.env.REQUIRE_SERVERS === '1') {
  let server: StartedMariadb
  let databases = 0
  before(async () => {
    server = await startMariadb()
  })
  after(() => server.stop())

  timersSuite('MySQL', () => {
    const database = `timers_${++databases}`
    const needs = { database, migrations: [], clock: systemClock, log: silentLog }
    return { open: () => createMysqlStorage({ url: server.url, ...needs }), remove: () => Promise.resolve() }
  })
} else {
  test('timers on MySQL', { skip: 'MariaDB is not installed (Debian: apt-get install mariadb-server)' })
}
