import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import { after, before, test } from 'node:test'
import { systemClock } from '#kit/clock.ts'
import { createMysqlStorage } from '#kit/storage/mysql.ts'
import { mariadbAvailable, type StartedMariadb, startMariadb } from '../../host/servers/mariadb.ts'
import { completedLife, createRig, departureOf, noon, standOn } from './report.fixture.ts'

const isPossible = mariadbAvailable() || process.env.REQUIRE_SERVERS === '1'
const skip = isPossible ? false : 'MariaDB is not installed (Debian: apt-get install mariadb-server)'

/** What happens elsewhere is in nobody's transaction. */
const outside = AsyncLocalStorage.snapshot()

let server: StartedMariadb
/** What happens elsewhere before an order's event touches what its customer has had. */
let meanwhile: (() => Promise<unknown>) | null = null
before(async () => {
  if (skip) return
  server = await startMariadb()
  const onStatement = async (_verb: string, sql: string) => {
    if (!sql.includes('shop_customer') || !meanwhile) return
    const happens = meanwhile
    meanwhile = null
    await outside(happens)
  }
  const options = { url: server.url, database: 'report', clock: systemClock, onStatement }
  standOn((needs) => createMysqlStorage({ ...needs, ...options }))
})
after(() => server?.stop())

test('a customer who goes while their order is counted is in no list', { skip }, async (t) => {
  const rig = await createRig(t)
  const list = async () => (await rig.as().listCustomers({ shopId: '1', limit: 100 })).customers
  await rig.deliver(completedLife({ id: 'a', customerId: '8' }), 0)
  meanwhile = () => rig.deliver([departureOf('7', noon)], 0)
  assert.deepEqual(await rig.deliver(completedLife({ id: 'b', customerId: '7' }), 0), [])
  assert.equal(meanwhile, null, 'the customer has gone in between')
  assert.deepEqual(
    (await list()).map(({ customerId }) => customerId),
    ['8'],
  )
})
