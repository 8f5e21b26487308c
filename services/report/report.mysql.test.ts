import { after, before, test } from 'node:test'
import { systemClock } from '#kit/clock.ts'
import { createMysqlStorage } from '#kit/storage/mysql.ts'
import { mariadbAvailable, type StartedMariadb, startMariadb } from '../../host/servers/mariadb.ts'
import { standOn } from './report.fixture.ts'

// The same tests once more, on the other database. A transaction that lost a race waits in real time.
if (mariadbAvailable() || process.env.REQUIRE_SERVERS === '1') {
  let server: StartedMariadb
  let databases = 0
  before(async () => {
    server = await startMariadb()
  })
  after(() => server.stop())
  standOn((needs) =>
    createMysqlStorage({ ...needs, url: server.url, database: `report_${databases++}`, clock: systemClock }),
  )
  await import('./reports.test.ts')
  await import('./rebuild.test.ts')
  await import('./business.test.ts')
  await import('./customers.test.ts')
  await import('./workbooks.test.ts')
} else {
  test('report on MySQL', { skip: 'MariaDB is not installed (Debian: apt-get install mariadb-server)' })
}
