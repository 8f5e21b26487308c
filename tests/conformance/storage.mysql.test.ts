import { after, before, test } from 'node:test'
import { systemClock } from '#kit/clock.ts'
import { createMysqlStorage } from '#kit/storage/mysql.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { mariadbAvailable, type StartedMariadb, startMariadb } from '../../host/servers/mariadb.ts'
import { storageConforms } from './storage.suite.ts'

if (mariadbAvailable() || process.env.REQUIRE_SERVERS === '1') {
  let server: StartedMariadb
  before(async () => {
    server = await startMariadb()
  })
  after(() => server.stop())

  storageConforms('MySQL', (migrations) =>
    createMysqlStorage({
      url: server.url,
      database: 'conformance',
      migrations,
      clock: systemClock,
      log: silentLog,
    }),
  )
} else {
  test('storage on MySQL', { skip: 'MariaDB is not installed (Debian: apt-get install mariadb-server)' })
}
