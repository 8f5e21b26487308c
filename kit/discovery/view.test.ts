import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { manualClock } from '../clock.ts'
import { silentLog } from '../telemetry/log.ts'
import type { Discovery, Instance } from './discovery.ts'
import { createView, doubtMs } from './view.ts'

/** A view of what is pushed by hand. */
function open(t: TestContext) {
  const clock = manualClock(0)
  const warnings: string[] = []
  const watching = new Set<(instances: readonly Instance[]) => void>()
  const discovery: Discovery = {
    register: () => Promise.reject(new Error('nobody registers here')),
    watch(_, see) {
      watching.add(see)
      return () => void watching.delete(see)
    },
    ready: async () => true,
    stop: async () => undefined,
  }
  const log = { ...silentLog, warn: (message: string) => warnings.push(message) }
  const view = createView({ discovery, service: 'order', clock, log })
  t.after(() => view.stop())
  const push = (...ids: readonly string[]) => {
    for (const see of watching) see(ids.map(instance))
  }
  return { clock, view, push, warnings, watching }
}

/** `a` is ready at `a:1`; `-a` drains; `a@b` is at b's address. */
function instance(text: string): Instance {
  const [id = '', host = id] = text.replace('-', '').split('@')
  const state = text.startsWith('-') ? 'draining' : 'ready'
  return { id, address: `${host}:1`, zone: '', version: '', weight: 100, state }
}

test('nobody is there until something is known', (t) => {
  const { view, push } = open(t)
  assert.deepEqual([view.instances(), view.addresses()], [[], []])
  push('a')
  assert.deepEqual([view.instances(), view.addresses()], [[instance('a')], ['a:1']])
})

test('new ones are believed at once, and draining ones get nothing new at once', (t) => {
  const { view, push } = open(t)
  push('a', 'b')
  push('a', '-b', 'c')
  assert.deepEqual(view.addresses(), ['a:1', 'c:1'])
  assert.equal(view.instances().length, 3)
  push('-a', '-b', '-c')
  assert.deepEqual(view.addresses(), [])
})

test('who leaves alone is believed to be gone, one of two as well', (t) => {
  const { view, push, warnings } = open(t)
  push('a', 'b', 'c')
  push('a', 'b')
  assert.deepEqual(view.addresses(), ['a:1', 'b:1'])
  push('a')
  assert.deepEqual(view.addresses(), ['a:1'])
  assert.deepEqual(warnings, [])
})

test('an empty push is not believed for a minute, and then it is', (t) => {
  const { clock, view, push, warnings } = open(t)
  push('a', 'b')
  push()
  clock.advance(doubtMs - 1)
  assert.deepEqual(view.addresses(), ['a:1', 'b:1'])
  assert.equal(warnings.length, 1)
  clock.advance(1)
  assert.deepEqual([view.instances(), view.addresses()], [[], []])
})

test('when less than half is left, the others stay for a minute, counted from the first such push', (t) => {
  const { clock, view, push, warnings } = open(t)
  push('a', 'b', 'c', 'd', 'e')
  push('a', '-b')
  assert.deepEqual(view.addresses(), ['a:1', 'c:1', 'd:1', 'e:1'])
  clock.advance(doubtMs - 1000)
  push('a')
  assert.deepEqual(view.addresses(), ['a:1', 'c:1', 'd:1', 'e:1'])
  clock.advance(1000)
  assert.deepEqual(view.addresses(), ['a:1'])
  assert.equal(warnings.length, 1)
})

test('what comes back in the meantime is believed, and nothing is dropped later', (t) => {
  const { clock, view, push } = open(t)
  push('a', 'b', 'c', 'd')
  push()
  push('n')
  assert.deepEqual(view.addresses(), ['n:1', 'a:1', 'b:1', 'c:1', 'd:1'])
  push('a', 'b', 'c', 'd')
  assert.deepEqual(view.addresses(), ['a:1', 'b:1', 'c:1', 'd:1'])
  clock.advance(2 * doubtMs)
  assert.deepEqual(view.addresses(), ['a:1', 'b:1', 'c:1', 'd:1'])
  push()
  clock.advance(doubtMs - 1)
  assert.equal(view.addresses().length, 4)
})

test('who drained first may leave, the last one too', (t) => {
  const { view, push, warnings } = open(t)
  push('a', 'b', 'c')
  push('-a', '-b', 'c')
  push('c')
  assert.deepEqual(view.addresses(), ['c:1'])
  push('-c')
  push()
  assert.deepEqual(view.instances(), [])
  assert.deepEqual(warnings, [])
})

test('a new instance at the address of an old one takes its place at once', (t) => {
  const { view, push } = open(t)
  push('a', 'b', 'c')
  push('d@a')
  assert.deepEqual(view.addresses(), ['a:1', 'b:1', 'c:1'])
  assert.deepEqual(view.instances()[0]?.id, 'd')
  assert.equal(view.instances().length, 3)
})

test('a view that was stopped changes no more', (t) => {
  const { clock, view, push, watching } = open(t)
  push('a', 'b', 'c')
  push()
  view.stop()
  assert.equal(watching.size, 0)
  clock.advance(doubtMs)
  assert.equal(view.addresses().length, 3)
})
