import assert from 'node:assert/strict'
import { after, afterEach, before, suite, test } from 'node:test'
import type { Registration } from '#kit/discovery/discovery.ts'
import { discoveryOutages } from './discovery.outages.ts'
import { createHall, type DiscoveryWorld, type Hall, instance, seenBy } from './discovery.world.ts'

/** What every adapter of the port discovery keeps. */
export function discoverySuite(adapter: string, { start }: { start(): Promise<DiscoveryWorld> }): void {
  suite(`discovery on ${adapter}`, () => {
    const hall = createHall(start)
    before(hall.open)
    afterEach(hall.leave)
    after(hall.close)
    memberships(hall)
    manyAtOnce(hall)
    discoveryOutages(hall)
  })
}

function memberships(hall: Hall): void {
  test('who registers is seen by others with all it is, under each of its services', async (t) => {
    const [order, cart, other] = [hall.name('order'), hall.name('cart'), hall.name('other')]
    const watchers = [hall.watcher(order), hall.watcher(cart)]
    const elsewhere = hall.watcher(other)
    const one = instance('one', { zone: 'zone 北', version: '2.0.1-rc.1', weight: 30, state: 'draining' })
    const registration = await hall.settled(hall.join().register([order, cart], one))
    for (const watcher of watchers) await hall.until(t, () => assert.deepEqual(watcher.last(), [one]))
    assert.equal(registration.isKnown(), true)
    await hall.until(t, () => assert.deepEqual(elsewhere.views, [[]]))
  })

  test('who begins to watch sees who is there, and a process sees itself', async (t) => {
    const service = hall.name('order')
    const discovery = hall.join()
    await hall.settled(discovery.register([service], instance('one')))
    const watchers = [hall.watcher(service), seenBy(discovery, service), seenBy(discovery, service)]
    for (const watcher of watchers) await hall.until(t, () => assert.deepEqual(watcher.ids(), ['one']))
  })

  test('a service that nobody answers for is seen as empty', async (t) => {
    const watcher = hall.watcher(hall.name('nobody'))
    await hall.until(t, () => assert.deepEqual(watcher.views, [[]]))
  })

  test('a changed state and weight are seen, the rest stays', async (t) => {
    const service = hall.name('order')
    const watcher = hall.watcher(service)
    const [one, two] = [instance('one'), instance('two')]
    const registration = await hall.settled(hall.join().register([service], one))
    await hall.settled(hall.join().register([service], two))
    await hall.until(t, () => assert.deepEqual(watcher.last(), [one, two]))
    await hall.settled(registration.change({ state: 'draining' }))
    await hall.until(t, () => assert.deepEqual(watcher.last(), [{ ...one, state: 'draining' }, two]))
    await hall.settled(registration.change({ state: 'ready', weight: 25 }))
    await hall.until(t, () => assert.deepEqual(watcher.last(), [{ ...one, weight: 25 }, two]))
    assert.equal(registration.isKnown(), true)
  })

  test('changes are pushed, not found out some time later', async (t) => {
    const service = hall.name('order')
    const watcher = hall.watcher(service)
    const registration = await hall.settled(hall.join().register([service], instance('one')))
    await hall.until(t, () => assert.deepEqual(watcher.ids(), ['one']))
    const { clock } = hall.world()
    for (const weight of [10, 20, 30, 40, 50]) {
      const changedAt = clock.now()
      await hall.settled(registration.change({ weight }))
      await hall.until(t, () => assert.equal(watcher.last()[0]?.weight, weight))
      assert.ok(clock.now() - changedAt < 2000)
    }
  })

  test('who withdraws is gone long before its lease is over, and nobody else', async (t) => {
    const service = hall.name('order')
    const watcher = hall.watcher(service)
    const registration = await hall.settled(hall.join().register([service], instance('one')))
    await hall.settled(hall.join().register([service], instance('two')))
    await hall.until(t, () => assert.deepEqual(watcher.ids(), ['one', 'two']))
    const { clock, leaseMs } = hall.world()
    const withdrawnAt = clock.now()
    await hall.settled(registration.withdraw())
    await hall.until(t, () => assert.deepEqual(watcher.ids(), ['two']))
    assert.ok(clock.now() - withdrawnAt < leaseMs / 2)
    assert.equal(registration.isKnown(), false)
  })

  test('who dies is gone when its lease is over; who lives stays, lease after lease', async (t) => {
    const service = hall.name('order')
    const watcher = hall.watcher(service)
    const dying = hall.join()
    await hall.settled(dying.register([service], instance('dies')))
    await hall.settled(hall.join().register([service], instance('lives')))
    await hall.until(t, () => assert.deepEqual(watcher.ids(), ['dies', 'lives']))
    await dying.stop()
    await hall.until(t, () => assert.deepEqual(watcher.ids(), ['lives']))
    const { clock, leaseMs } = hall.world()
    await hall.settled(clock.sleep(2 * leaseMs))
    assert.deepEqual(watcher.ids(), ['lives'])
    const since = watcher.views.findIndex((view) => view.some(({ id }) => id === 'lives'))
    assert.ok(watcher.views.slice(since).every((view) => view.some(({ id }) => id === 'lives')))
  })

  test('a process that starts again at the same address is another instance', async (t) => {
    const service = hall.name('order')
    const watcher = hall.watcher(service)
    const before = instance('before')
    const first = await hall.settled(hall.join().register([service], before))
    await hall.until(t, () => assert.deepEqual(watcher.ids(), ['before']))
    await hall.settled(hall.join().register([service], { ...before, id: 'again' }))
    await hall.settled(first.withdraw())
    await hall.until(t, () => assert.deepEqual(watcher.last(), [{ ...before, id: 'again' }]))
  })

  test('who no longer watches hears nothing more', async (t) => {
    const service = hall.name('order')
    const [leaving, staying] = [hall.watcher(service), hall.watcher(service)]
    await hall.until(t, () => assert.deepEqual([leaving.ids(), staying.ids()], [[], []]))
    leaving.stop()
    await hall.settled(hall.join().register([service], instance('one')))
    await hall.until(t, () => assert.deepEqual(staying.ids(), ['one']))
    assert.deepEqual(leaving.views, [[]])
  })
}

function manyAtOnce(hall: Hall): void {
  test('thirty services at once are each seen as they are', async (t) => {
    const services = Array.from({ length: 30 }, () => hall.name('many'))
    const watching = hall.join()
    const watchers = services.map((service) => seenBy(watching, service))
    const process = hall.join()
    const registering = services.map((service, n) => process.register([service], instance(`own-${n}`)))
    const everywhere = hall.join().register(services, instance('all'))
    const registrations: Registration[] = await hall.settled(Promise.all([...registering, everywhere]))
    for (const [n, watcher] of watchers.entries()) {
      await hall.until(t, () => assert.deepEqual(watcher.ids(), ['all', `own-${n}`]))
    }
    await hall.settled(Promise.all(registrations.slice(0, 15).map((each) => each.withdraw())))
    for (const [n, watcher] of watchers.entries()) {
      const expected = n < 15 ? ['all'] : ['all', `own-${n}`]
      await hall.until(t, () => assert.deepEqual(watcher.ids(), expected))
    }
  })
}
