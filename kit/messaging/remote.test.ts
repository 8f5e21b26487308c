import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manualClock } from '../clock.ts'
import { currentContext, nameOf } from '../context.ts'
import { Fault } from '../fault.ts'
import { silentLog } from '../telemetry/log.ts'
import type { Envelope } from './bus.ts'
import { createRemoteListener, createTellRemote, type DeliveryClient } from './remote.ts'

const message: Envelope = { id: '1', type: 'a', key: 'k', at: 0, payload: '{}', traceparent: '' }
const answer = { refusedIds: [] }

function remote(deliver: DeliveryClient['deliver']) {
  const clock = manualClock(0)
  return { clock, listener: createRemoteListener('push', { types: ['a'], client: { deliver } }, clock) }
}

test('a listener is called as the relay, by its name, and its refusals are handed on', async () => {
  const { listener } = remote(async (request) => {
    assert.equal(nameOf(currentContext().by), 'system:relay')
    assert.deepEqual(request, { listener: 'push', messages: [message], attempt: 3 })
    return { refusedIds: ['1'] }
  })
  assert.deepEqual(await listener.deliver([message], 3), ['1'])
})

test('a listener that is down is left alone for a while that doubles, until it is back', async () => {
  let calls = 0
  let isDown = true
  const { clock, listener } = remote(async () => {
    calls++
    if (isDown) throw new Fault('unavailable', 'UNREACHABLE', 'down')
    return answer
  })
  const attempts = async (times: number) => {
    for (let n = 0; n < times; n++) await assert.rejects(async () => listener.deliver([message], 0))
  }
  await attempts(3)
  assert.equal(calls, 1)
  clock.advance(100)
  await attempts(3)
  assert.equal(calls, 2)
  clock.advance(199)
  await attempts(3)
  assert.equal(calls, 2)
  isDown = false
  clock.advance(1)
  assert.deepEqual(await listener.deliver([message], 1), [])
  isDown = true
  await attempts(2)
  assert.equal(calls, 4)
  clock.advance(100)
  isDown = false
  assert.deepEqual(await listener.deliver([message], 1), [])
})

test('a listener that hangs holds up the others for a second and then refuses at once', async () => {
  let calls = 0
  const { clock, listener } = remote(() => {
    calls++
    return new Promise(() => undefined)
  })
  const delivered = assert.rejects(async () => listener.deliver([message], 0), /not done within 1000 ms/)
  clock.advance(1000)
  await delivered
  await assert.rejects(async () => listener.deliver([message], 0), { kind: 'unavailable' })
  assert.equal(calls, 1)
})

test('watchers are told what they watch and waited for by nobody; a slow one misses what is too much', () => {
  const told: unknown[] = []
  const hanging = { deliver: (request: object) => new Promise<never>(() => void told.push(request)) }
  const tell = createTellRemote(silentLog)
  tell({ gateway: { types: ['b'], client: hanging } }, [message])
  assert.deepEqual(told, [])
  for (let n = 0; n < 40; n++) tell({ gateway: { types: ['a', 'b'], client: hanging } }, [message])
  assert.equal(told.length, 16)
  assert.deepEqual(told[0], { listener: '', messages: [message], attempt: 0 })
})

test('a watcher that fails is told the next time', async () => {
  let calls = 0
  const failing = {
    deliver: () => Promise.reject(new Fault('unavailable', 'UNREACHABLE', `down ${++calls}`)),
  }
  const tell = createTellRemote(silentLog)
  for (let n = 0; n < 40; n++) {
    tell({ gateway: { client: failing } }, [message])
    await new Promise(setImmediate)
  }
  assert.equal(calls, 40)
})
