import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silentLog } from '../telemetry/log.ts'
import type { Envelope } from './bus.ts'
import { createFanOut, type Listener } from './fan-out.ts'

const message = (id: string, type = 'a'): Envelope => ({
  id,
  type,
  key: id,
  at: 0,
  payload: '{}',
  traceparent: '',
})

/** A listener that refuses some ids and notes what it was offered. */
function listener(name: string, types: readonly string[], refuses: (id: string) => boolean) {
  const offered: string[] = []
  const each: Listener = {
    name,
    types: new Set(types),
    async deliver(messages) {
      offered.push(...messages.map(({ id }) => id))
      return messages.map(({ id }) => id).filter(refuses)
    },
  }
  return { ...each, offered }
}

test('each message reaches those who listen to its type, and no others', async () => {
  const fanOut = createFanOut(silentLog)
  const one = listener('one', ['a'], () => false)
  const both = listener('both', ['a', 'b'], () => false)
  assert.deepEqual(await fanOut([one, both], [message('1'), message('2', 'b'), message('3', 'c')], 0), [])
  assert.deepEqual(one.offered, ['1'])
  assert.deepEqual(both.offered, ['1', '2'])
})

test('what comes again is offered only to those that refused it, until nobody does', async () => {
  const fanOut = createFanOut(silentLog)
  let isOpen = false
  const willing = listener('willing', ['a'], () => false)
  const shut = listener('shut', ['a'], (id) => id === '2' && !isOpen)
  const listeners = [willing, shut]
  assert.deepEqual(await fanOut(listeners, [message('1'), message('2')], 0), ['2'])
  assert.deepEqual(await fanOut(listeners, [message('2')], 1), ['2'])
  isOpen = true
  assert.deepEqual(await fanOut(listeners, [message('2')], 2), [])
  assert.deepEqual(willing.offered, ['1', '2'])
  assert.deepEqual(shut.offered, ['1', '2', '2', '2'])
})

test('a listener that throws has refused all it was offered; the others do not notice', async () => {
  const fanOut = createFanOut(silentLog)
  const willing = listener('willing', ['a'], () => false)
  const broken: Listener = {
    name: 'broken',
    types: new Set(['a']),
    deliver: () => Promise.reject(new Error('no')),
  }
  assert.deepEqual(await fanOut([broken, willing], [message('1'), message('2')], 0), ['1', '2'])
  assert.deepEqual(willing.offered, ['1', '2'])
})

test('only so much is remembered: the longest half-settled message is offered to all again', async () => {
  const fanOut = createFanOut(silentLog)
  const willing = listener('willing', ['a'], () => false)
  const shut = listener('shut', ['a'], () => true)
  const many = Array.from({ length: 10_001 }, (_, n) => message(`${n}`))
  await fanOut([willing, shut], many, 0)
  willing.offered.length = 0
  await fanOut([willing, shut], [message('0'), message('10000')], 1)
  assert.deepEqual(willing.offered, ['0'])
})
