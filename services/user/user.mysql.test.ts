import { after, before, test } from 'node:test'
import { systemClock } from '#kit/clock.ts'
import { createMysqlStorage } from '#kit/storage/mysql.ts'
import { mariadbAvailable, type StartedMariadb, startMariadb } from '../../host/servers/mariadb.ts'
import { standOn } from './user.fixture.ts'

// The same tests once more, on the other database. A transaction that lost a race waits in real time.
if (mariadbAvailable() || process.env.REQUIRE_SERVERS === '1') {
  let server: StartedMariadb
  let databases = 0
  before(async () => {
    server = await startMariadb()
  })
  after(() => server.stop())
  standOn((needs) =>
    createMysqlStorage({ ...needs, url: server.url, database: `user_${databases++}`, clock: systemClock }),
  )
  await import('./addresses.test.ts')
  await import('./audit.test.ts')
  await import('./customers.test.ts')
  await import('./employees.test.ts')
  await import('./leavers.test.ts')
  await import('./imports.test.ts')
  await import('./phone-login.test.ts')
  await import('./sessions.test.ts')
  await import('./single-token.test.ts')
  await import('./staff.test.ts')
  await import('./wechat-login.test.ts')
} else {
  test('user on MySQL', { skip: 'MariaDB is not installed (Debian: apt-get install mariadb-server)' })
}
