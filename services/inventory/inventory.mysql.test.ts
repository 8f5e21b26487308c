import { after, before, test } from 'node:test'
import { systemClock } from '#kit/clock.ts'
import { createMysqlStorage } from '#kit/storage/mysql.ts'
import { mariadbAvailable, type StartedMariadb, startMariadb } from '../../host/servers/mariadb.ts'
import { standOn } from './inventory.fixture.ts'

// The same tests once more, on the other database.
if (mariadbAvailable() || process.env.REQUIRE_SERVERS === '1') {
  let server: StartedMariadb
  let databases = 0
  before(async () => {
    server = await startMariadb()
  })
  after(() => server.stop())
  standOn((needs) => {
    const database = `inventory_${databases++}`
    // A clock that stands still would never try a lost race again.
    return createMysqlStorage({ ...needs, url: server.url, database, clock: systemClock })
  })
  await import('./reservations.test.ts')
  await import('./stock.test.ts')
  await import('./movements.test.ts')
  await import('./shared-stock.test.ts')
} else {
  test('inventory on MySQL', { skip: 'MariaDB is not installed (Debian: apt-get install mariadb-server)' })
}
