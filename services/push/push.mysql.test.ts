import { after, before, test } from 'node:test'
import { systemClock } from '#kit/clock.ts'
import { createMysqlStorage } from '#kit/storage/mysql.ts'
import { mariadbAvailable, type StartedMariadb, startMariadb } from '../../host/servers/mariadb.ts'
import { standOn } from './push.fixture.ts'

// The same tests once more, on the other database. A transaction that lost a race waits in real time.
if (mariadbAvailable() || process.env.REQUIRE_SERVERS === '1') {
  let server: StartedMariadb
  let databases = 0
  before(async () => {
    server = await startMariadb()
  })
  after(() => server.stop())
  standOn((needs) =>
    createMysqlStorage({ ...needs, url: server.url, database: `push_${databases++}`, clock: systemClock }),
  )
  await import('./notices.test.ts')
  await import('./follow.test.ts')
  await import('./messages.test.ts')
} else {
  test('push on MySQL', { skip: 'MariaDB is not installed (Debian: apt-get install mariadb-server)' })
}
