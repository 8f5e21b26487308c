import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Refusal } from '../settings.ts'
import { obey, order } from './control.ts'

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'control-'))
  t.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}

test('an order is obeyed, and what it answers comes back', async (t) => {
  const dataDir = folder(t)
  const control = await obey(dataDir, { roll: async (service) => `${service} rolled` })
  assert.equal(await order(dataDir, 'roll', 'order'), 'order rolled')
  await control.stop()
})

test('orders are obeyed one after the other', async (t) => {
  const dataDir = folder(t)
  const events: string[] = []
  const roll = async (service: string) => {
    events.push(`${service} begins`)
    await new Promise((settle) => setTimeout(settle, 20))
    events.push(`${service} ends`)
    return ''
  }
  const control = await obey(dataDir, { roll })
  await Promise.all([order(dataDir, 'roll', 'a'), order(dataDir, 'roll', 'b')])
  await control.stop()
  assert.equal(events[0]?.at(0), events[1]?.at(0))
  assert.equal(events[2]?.at(0), events[3]?.at(0))
})

test('a refused order says why and holds up nobody', async (t) => {
  const dataDir = folder(t)
  const fail = async () => {
    throw new Refusal('not on SQLite')
  }
  const control = await obey(dataDir, { fail, hello: async () => 'hello' })
  await assert.rejects(
    order(dataDir, 'fail'),
    (error) => error instanceof Refusal && /not on SQLite/.test(error.message),
  )
  await assert.rejects(order(dataDir, 'unheard-of'), /there is no order unheard-of/)
  assert.equal(await order(dataDir, 'hello'), 'hello')
  await control.stop()
})

test('only its user may give orders, and none where nothing runs', async (t) => {
  const dataDir = folder(t)
  await assert.rejects(order(dataDir, 'roll', 'order'), /no split platform runs on/)
  const control = await obey(dataDir, {})
  t.after(() => control.stop())
  assert.equal(statSync(join(dataDir, 'control.sock')).mode & 0o077, 0)
  await control.stop()
  await assert.rejects(order(dataDir, 'roll', 'order'), /no split platform runs on/)
})
