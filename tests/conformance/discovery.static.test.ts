import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createStaticDiscovery } from '#kit/discovery/static.ts'
import { instance, seenBy } from './discovery.world.ts'

const discovery = createStaticDiscovery({ order: ['127.0.0.1:7001', '127.0.0.1:7002'] })
const turn = () => new Promise(setImmediate)

test('discovery on static: the configured addresses are seen as ready instances, one each', async () => {
  const watcher = seenBy(discovery, 'order')
  await turn()
  assert.deepEqual(
    watcher.last().map(({ address, state, weight }) => [address, state, weight]),
    [
      ['127.0.0.1:7001', 'ready', 100],
      ['127.0.0.1:7002', 'ready', 100],
    ],
  )
  assert.equal(new Set(watcher.ids()).size, 2)
})

test('discovery on static: a service that is not configured has nobody', async () => {
  const watcher = seenBy(discovery, 'cart')
  await turn()
  assert.deepEqual(watcher.views, [[]])
})

test('discovery on static: who no longer watches hears nothing, not even the first view', async () => {
  const watcher = seenBy(discovery, 'order')
  watcher.stop()
  await turn()
  assert.deepEqual(watcher.views, [])
})

test('discovery on static: registering, changing and withdrawing change nothing', async () => {
  const watcher = seenBy(discovery, 'order')
  const registration = await discovery.register(['order'], instance('one'))
  await registration.change({ state: 'draining' })
  await registration.withdraw()
  await turn()
  assert.equal(watcher.views.length, 1)
  assert.equal(watcher.last().length, 2)
  assert.equal(await discovery.ready(), true)
  await discovery.stop()
})
