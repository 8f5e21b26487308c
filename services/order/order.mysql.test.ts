import { after, before, test } from 'node:test'
import { systemClock } from '#kit/clock.ts'
import { createMysqlStorage } from '#kit/storage/mysql.ts'
import { mariadbAvailable, type StartedMariadb, startMariadb } from '../../host/servers/mariadb.ts'
import { standOn } from './shop.fixture.ts'

// The same tests once more, on the other database. A transaction that lost a race waits in real time.
if (mariadbAvailable() || process.env.REQUIRE_SERVERS === '1') {
  let server: StartedMariadb
  before(async () => {
    server = await startMariadb()
  })
  after(() => server.stop())
  standOn(async (needs) => {
    const address = { url: server.url, database: 'orders' }
    await server.empty(address.database)
    return createMysqlStorage({ ...needs, ...address, clock: systemClock })
  })
  await import('./use-cases/orders.test.ts')
  await import('./use-cases/customers.test.ts')
  await import('./use-cases/carts.test.ts')
  await import('./use-cases/long-pages.test.ts')
  await import('./use-cases/edges.test.ts')
  await import('./use-cases/slots.test.ts')
  await import('./use-cases/exports.test.ts')
  await import('./use-cases/find-order.test.ts')
  await import('./use-cases/import-orders.test.ts')
  await import('./use-cases/replay-events.test.ts')
} else {
  test('order on MySQL', { skip: 'MariaDB is not installed (Debian: apt-get install mariadb-server)' })
}
