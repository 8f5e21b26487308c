import { after, before, test } from 'node:test'
import { createMemoryBus } from '#kit/messaging/memory.ts'
import { createMysqlStorage } from '#kit/storage/mysql.ts'
import { mariadbAvailable, type StartedMariadb, startMariadb } from '../../host/servers/mariadb.ts'
import { messagingSuite } from './messaging.suite.ts'
import type { Databases } from './messaging.world.ts'

if (mariadbAvailable() || process.env.REQUIRE_SERVERS === '1') {
  let server: StartedMariadb
  let worlds = 0
  before(async () => {
    server = await startMariadb()
  })
  after(() => server.stop())

  const databases = (): Databases => {
    const world = ++worlds
    return {
      open: ({ name, ...needs }) =>
        createMysqlStorage<unknown>({ url: server.url, database: `${name}_${world}`, ...needs }),
      remove: () => undefined,
    }
  }
  const wiring = async () => {
    const bus = createMemoryBus()
    return { announcing: bus, at: () => bus }
  }
  messagingSuite('memory, with the data on MySQL', wiring, databases)
} else {
  test('messaging on MySQL', { skip: 'MariaDB is not installed (Debian: apt-get install mariadb-server)' })
}
