import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Supervised } from './child.ts'
import { createKeeper } from './keeper.ts'

const order = { name: 'order-1', runs: 'order' }

/** Processes that are nothing but their deaths. */
function createNursery() {
  const events: string[] = []
  let born = 0
  async function start({ name }: { name: string }): Promise<Supervised & { die(): void }> {
    const pid = ++born
    const end = Promise.withResolvers<number>()
    events.push(`${name} ${pid} starts`)
    const stop = async () => {
      events.push(`${name} ${pid} stops`)
      end.resolve(0)
      return 0
    }
    return {
      name,
      pid,
      listen: '',
      http: null,
      isKnown: true,
      gone: end.promise,
      kill: async () => end.resolve(128),
      stop,
      die: () => end.resolve(1),
    }
  }
  return { events, start }
}

const quiet = { onChange: async () => undefined }

/** Waits for a state, with a bound. */
async function until(isSo: () => boolean): Promise<void> {
  const endsAt = Date.now() + 5000
  while (!isSo()) {
    assert.ok(Date.now() < endsAt, 'it never came to be')
    await new Promise((settle) => setTimeout(settle, 5))
  }
}

test('a process that dies unasked is started again in its slot', async () => {
  const { start } = createNursery()
  const keeper = createKeeper({ start, restarts: true, ...quiet })
  await keeper.open(order)
  await keeper.get('order-1').kill()
  await until(() => keeper.get('order-1').pid === 2)
  await keeper.stop()
})

test('where nobody asked for it, what dies stays dead', async () => {
  const { start, events } = createNursery()
  const keeper = createKeeper({ start, restarts: false, ...quiet })
  await keeper.open(order)
  await keeper.get('order-1').kill()
  await new Promise(setImmediate)
  assert.deepEqual(events, ['order-1 1 starts'])
})

test('a start that fails is tried again', async () => {
  const { start } = createNursery()
  let failures = 1
  const keeper = createKeeper({
    start: async (slot) => {
      const child = await start(slot)
      if (child.pid > 1 && failures-- > 0) throw new Error('not yet')
      return child
    },
    restarts: true,
    ...quiet,
  })
  await keeper.open(order)
  await keeper.get('order-1').kill()
  await until(() => keeper.get('order-1').pid === 3)
  await keeper.stop()
})

test('the old process stops only after the new one has started and everybody was told', async () => {
  const { start, events } = createNursery()
  const keeper = createKeeper({
    start,
    restarts: true,
    onChange: async ({ name }) => void events.push(`told of ${name} ${keeper.get(name).pid}`),
  })
  await keeper.open(order)
  await keeper.replace(order)
  assert.deepEqual(events, [
    'order-1 1 starts',
    'told of order-1 1',
    'order-1 2 starts',
    'told of order-1 2',
    'order-1 1 stops',
  ])
  await keeper.stop()
  assert.equal(events.at(-1), 'order-1 2 stops')
})

test('what was replaced or stopped is not taken for dead', async () => {
  const { start, events } = createNursery()
  const keeper = createKeeper({ start, restarts: true, ...quiet })
  await keeper.open(order)
  await keeper.replace(order)
  await keeper.stop()
  await new Promise((settle) => setTimeout(settle, 300))
  assert.equal(events.filter((event) => event.endsWith('starts')).length, 2)
})

test('a replaced process that does not end well is told of', async () => {
  const { start } = createNursery()
  const keeper = createKeeper({
    start: async (slot) => ({ ...(await start(slot)), stop: async () => 1 }),
    restarts: false,
    ...quiet,
  })
  await keeper.open(order)
  await assert.rejects(keeper.replace(order), /order-1 \(1\) ended with 1/)
})

test('one that the registry does not know takes nobody’s place', async () => {
  const { start, events } = createNursery()
  const keeper = createKeeper({
    start: async (slot, { isBeside }) => ({ ...(await start(slot)), isKnown: !isBeside }),
    restarts: false,
    ...quiet,
  })
  await keeper.open(order)
  await assert.rejects(keeper.replace(order), /the registry does not take order-1/)
  assert.equal(keeper.get('order-1').pid, 1)
  assert.deepEqual(events, ['order-1 1 starts', 'order-1 2 starts', 'order-1 2 stops'])
})

test('where nobody can be sent to the new one, the old one stays', async () => {
  const { start, events } = createNursery()
  let isFrontThere = true
  const onChange = async () => {
    if (!isFrontThere) throw new Error('no front')
  }
  const keeper = createKeeper({ start, restarts: true, onChange })
  await keeper.open(order)
  isFrontThere = false
  await assert.rejects(keeper.replace(order), /no front/)
  assert.equal(keeper.get('order-1').pid, 1)
  assert.equal(events.at(-1), 'order-1 2 stops')
  await keeper.stop()
})

test('what is asked for one slot is done one after the other, and a stop leaves nobody', async () => {
  const { start, events } = createNursery()
  const keeper = createKeeper({ start, restarts: true, ...quiet })
  await keeper.open(order)
  const rolls = [keeper.replace(order), keeper.replace(order)]
  await keeper.get('order-1').kill()
  await Promise.all(rolls)
  const last = keeper.replace(order).catch((error) => error)
  await keeper.stop()
  assert.match(String(await last), /is being stopped/)
  const count = (what: string) => events.filter((event) => event.endsWith(what)).length
  // The first was killed, and being asked to stop as well costs it nothing.
  assert.equal(count('starts'), count('stops'))
  await assert.rejects(keeper.open(order), /is being stopped/)
})

test('a start that takes long is given up by a stop', async () => {
  const keeper = createKeeper({
    start: (_slot, { signal }) =>
      new Promise((_settle, refuse) => signal.addEventListener('abort', () => refuse(signal.reason))),
    restarts: true,
    ...quiet,
  })
  const opened = keeper.open(order).catch((error) => error)
  await new Promise(setImmediate)
  await keeper.stop()
  assert.match(String(await opened), /is being stopped/)
})
