import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Envelope } from '#kit/messaging/bus.ts'
import { createMemoryBus } from '#kit/messaging/memory.ts'
import { keepingBus } from './keeping-bus.ts'

const message = (id: string, type: string): Envelope => {
  return { id, type, key: 'k', at: 1, payload: '{}', traceparent: '' }
}

test('what somebody elsewhere should hear is refused and stays in the outbox', async () => {
  const heard: string[] = []
  const bus = keepingBus(createMemoryBus(), new Set(['away']))
  await bus.listen('here', ['near', 'away'], async (messages) => {
    heard.push(...messages.map(({ id }) => id))
    return []
  })
  const refused = await bus.publish([message('1', 'near'), message('2', 'away'), message('3', 'nobody')], 0)
  assert.deepEqual(refused, ['2'])
  assert.deepEqual(heard, ['1'])
})
