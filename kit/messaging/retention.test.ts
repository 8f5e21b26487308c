import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manualClock } from '../clock.ts'
import { silentLog } from '../telemetry/log.ts'
import { openStorage } from './messaging.fixture.ts'
import { createInboxRetention } from './retention.ts'

const dayMs = 24 * 60 * 60 * 1000

test('the inbox forgets what is older than it must remember, and nothing else', async (t) => {
  const storage = await openStorage(t)
  const clock = manualClock(100 * dayMs)
  await storage.tx('fill', async (tx) => {
    for (let n = 0; n < 500; n++) {
      const consumer = n % 2 ? 'push' : 'order'
      await tx.kit
        .insertInto('inbox')
        .values({ consumer, msg_id: `old-${n}`, at: 86 * dayMs - 1 - n })
        .execute()
      await tx.kit
        .insertInto('inbox')
        .values({ consumer, msg_id: `new-${n}`, at: 86 * dayMs + n })
        .execute()
    }
  })
  const retention = createInboxRetention({ storage, clock, log: silentLog })
  const left = () => storage.read('left', (db) => db.selectFrom('inbox').select('msg_id').execute())
  await retention.start?.()
  await t.waitFor(async () => assert.equal((await left()).length, 500), { interval: 5, timeout: 5000 })
  assert.ok((await left()).every(({ msg_id }) => msg_id.startsWith('new-')))
  clock.advance(10 * 60 * 1000)
  await t.waitFor(async () => assert.equal((await left()).length, 0), { interval: 5, timeout: 5000 })
  await retention.stop?.()
})
