import { after, before, test } from 'node:test'
import { systemClock } from '#kit/clock.ts'
import { createMysqlStorage } from '#kit/storage/mysql.ts'
import { mariadbAvailable, type StartedMariadb, startMariadb } from '../../host/servers/mariadb.ts'
import { standOn } from './catalog.fixture.ts'

// The same tests once more, on the other database.
if (mariadbAvailable() || process.env.REQUIRE_SERVERS === '1') {
  let server: StartedMariadb
  let databases = 0
  before(async () => {
    server = await startMariadb()
  })
  after(() => server.stop())
  standOn((needs) => {
    const database = `catalog_${databases++}`
    // A clock that stands still would never try a lost race again.
    return createMysqlStorage({ ...needs, url: server.url, database, clock: systemClock })
  })
  await import('./changes.test.ts')
  await import('./goods.test.ts')
  await import('./one-write.test.ts')
  await import('./mealtimes.test.ts')
  await import('./imports.test.ts')
  await import('./menu.test.ts')
  await import('./prices.test.ts')
  await import('./images.test.ts')
  await import('./shop-terms.test.ts')
} else {
  test('catalog on MySQL', { skip: 'MariaDB is not installed (Debian: apt-get install mariadb-server)' })
}
