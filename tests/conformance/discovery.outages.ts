import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '#kit/clock.ts'
import { type Hall, instance } from './discovery.world.ts'

/** What holds while the registry is away, and once it is back. */
export function discoveryOutages(hall: Hall): void {
  const outage = async (during: () => Promise<void>, empty = false) => {
    await hall.world().takeAway()
    try {
      await during()
    } finally {
      await (empty ? hall.world().bringBackEmpty() : hall.world().bringBack())
    }
  }

  test('without the registry everybody keeps what they saw, and it goes on afterwards', async (t) => {
    const service = hall.name('order')
    const [watching, process] = [hall.join(), hall.join()]
    const watcher = hall.watcher(service)
    const registration = await hall.settled(process.register([service], instance('one')))
    await hall.until(t, () => assert.deepEqual(watcher.ids(), ['one']))
    assert.equal(await hall.settled(watching.ready()), true)
    const views = watcher.views.length
    await outage(async () => {
      await hall.until(t, async () => assert.equal(await hall.settled(watching.ready()), false))
      await hall.until(t, () => assert.equal(registration.isKnown(), false))
      assert.equal(watcher.views.length, views)
    })
    await hall.until(t, async () => assert.equal(await hall.settled(watching.ready()), true))
    await hall.until(t, () => assert.equal(registration.isKnown(), true))
    await hall.settled(registration.change({ weight: 10 }))
    await hall.settled(hall.join().register([service], instance('two')))
    await hall.until(t, () => {
      assert.deepEqual(watcher.ids(), ['one', 'two'])
      assert.equal(watcher.last()[0]?.weight, 10)
    })
  })

  test('what was asked for without the registry is done once it is back', async (t) => {
    const service = hall.name('order')
    const process = hall.join()
    const early = await hall.settled(process.register([service], instance('early')))
    const leaving = await hall.settled(process.register([service], instance('leaving')))
    let watcher = hall.watcher(service)
    await hall.until(t, () => assert.deepEqual(watcher.ids(), ['early', 'leaving']))
    await outage(async () => {
      const startedAt = systemClock.now()
      await hall.settled(early.change({ state: 'draining' }))
      await hall.settled(leaving.withdraw())
      const late = await hall.settled(process.register([service], instance('late')))
      assert.equal(late.isKnown(), false)
      watcher = hall.watcher(service)
      const tookMs = systemClock.now() - startedAt
      assert.ok(tookMs < 12_000, 'nobody waits long for a registry that is away')
    })
    await hall.until(t, () => {
      assert.deepEqual(watcher.ids(), ['early', 'late'])
      assert.equal(watcher.last()[0]?.state, 'draining')
    })
  })

  test('a registry that lost everything is told again', async (t) => {
    const service = hall.name('order')
    const watcher = hall.watcher(service)
    const one = instance('one')
    const registration = await hall.settled(hall.join().register([service], one))
    await hall.settled(registration.change({ weight: 40 }))
    await hall.until(t, () => assert.deepEqual(watcher.last(), [{ ...one, weight: 40 }]))
    await outage(async () => undefined, true)
    const newcomer = hall.watcher(service)
    await hall.until(t, () => {
      assert.deepEqual(newcomer.last(), [{ ...one, weight: 40 }])
      assert.deepEqual(watcher.last(), [{ ...one, weight: 40 }])
    })
    await hall.until(t, () => assert.equal(registration.isKnown(), true))
    await hall.settled(registration.change({ state: 'draining' }))
    await hall.until(t, () => assert.equal(watcher.last()[0]?.state, 'draining'))
  })

  test('a process can stop while the registry is away', async () => {
    const service = hall.name('order')
    const process = hall.join()
    const registration = await hall.settled(process.register([service], instance('one')))
    process.watch(service, () => undefined)
    await outage(async () => {
      const startedAt = systemClock.now()
      await hall.settled(registration.withdraw())
      await hall.settled(process.stop())
      assert.ok(systemClock.now() - startedAt < 2500)
    })
  })
}
