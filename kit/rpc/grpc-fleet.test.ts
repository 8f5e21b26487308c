import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '../clock.ts'
import { withContext } from '../context.ts'
import { startServer } from './grpc.fixture.ts'
import { createFleet, type Instance, load, startInstance } from './grpc-fleet.fixture.ts'

test('twenty rolls under load cost no call', async (t) => {
  const fleet = createFleet(t)
  const start = () =>
    startServer(
      t,
      {
        listStock: async () => ({}),
        async setStock() {
          await systemClock.sleep(20)
          return {}
        },
      },
      { lameDuckMs: 100 },
    )
  let here = [await start(), await start()]
  const list = () => fleet.set(here.map((server) => ({ address: server.address() })))
  list()
  const quick = load(t, 8, () => fleet.inventory.listStock({}))
  const slow = load(t, 4, () => fleet.inventory.setStock({}))
  for (let roll = 0; roll < 20; roll++) {
    const [oldest, ...rest] = here
    here = [...rest, await start()]
    list()
    await oldest?.drain?.()
    await oldest?.stop?.()
  }
  await Promise.all([quick.stop(), slow.stop()])
  assert.deepEqual([quick.faults, slow.faults], [[], []])
  assert.ok(quick.made() > 1000, `${quick.made()} calls were made`)
})

test('instances that leave without a warning to anybody cost no call either', async (t) => {
  const fleet = createFleet(t)
  let here: readonly Instance[] = [await startInstance(t), await startInstance(t)]
  fleet.set(here)
  const calls = load(t, 8, () => fleet.inventory.setStock({ onHand: 2 }))
  for (let roll = 0; roll < 5; roll++) {
    const [oldest, ...rest] = here
    here = [...rest, await startInstance(t)]
    // The list goes on naming who has left, as a registry does for a while.
    fleet.set([...here, ...(oldest ? [oldest] : [])])
    await fleet.settlesOn([...here, ...(oldest ? [oldest] : [])], 3000)
    await oldest?.leave()
  }
  await calls.stop()
  assert.deepEqual(calls.faults, [])
})

test('a killed instance costs what it was doing, as unknown, and nothing later', async (t) => {
  const fleet = createFleet(t)
  const [stays, dies] = [await startInstance(t), await startInstance(t)]
  fleet.set([stays, dies])
  await fleet.settlesOn([stays, dies], 3000)
  const loops = 8
  const calls = load(t, loops, () => fleet.inventory.setStock({ onHand: 5 }))
  await systemClock.sleep(200)
  dies.child.kill('SIGKILL')
  await fleet.settlesOn([stays], 1000)
  const lost = calls.faults.length
  await systemClock.sleep(300)
  await calls.stop()
  assert.equal(calls.faults.length, lost)
  assert.ok(lost > 0 && lost <= loops, `${lost} calls were lost`)
  for (const { kind, reason, unknown } of calls.faults) {
    assert.deepEqual({ kind, reason, unknown }, { kind: 'unavailable', reason: 'UNREACHABLE', unknown: true })
  }
})

test('a frozen instance is out within three seconds and back once it thaws', async (t) => {
  const fleet = createFleet(t)
  const [stays, freezes] = [await startInstance(t), await startInstance(t)]
  fleet.set([stays, freezes])
  await fleet.settlesOn([stays, freezes], 3000)
  freezes.child.kill('SIGSTOP')
  const frozenAt = systemClock.now()
  const calls = load(t, 4, () =>
    withContext({ deadline: systemClock.now() + 10_000 }, () => fleet.inventory.setStock({})),
  )
  const tooLate = systemClock.sleep(3000).then(() => calls.made())
  const madeByThen = await tooLate
  const lost = calls.faults.length
  assert.ok(lost > 0 && lost <= 4, `${lost} calls were lost`)
  assert.ok(calls.faults.every(({ reason, unknown }) => reason === 'UNREACHABLE' && unknown))
  await fleet.settlesOn([stays], 100)
  assert.ok(calls.made() > madeByThen, 'calls went on')
  await systemClock.sleep(Math.max(0, frozenAt + 4500 - systemClock.now()))
  freezes.child.kill('SIGCONT')
  await fleet.settlesOn([stays, freezes], 3000)
  await calls.stop()
  assert.equal(calls.faults.length, lost)
})

test('a list that changes all the time disturbs nobody', async (t) => {
  const fleet = createFleet(t)
  const all = [await startInstance(t), await startInstance(t), await startInstance(t)]
  fleet.set(all)
  const calls = load(t, 8, () => fleet.inventory.setStock({ onHand: 1 }))
  for (let turn = 0; turn < 100; turn++) {
    fleet.set(all.filter((_, n) => n !== turn % 3))
    await systemClock.sleep(10)
  }
  await calls.stop()
  assert.deepEqual(calls.faults, [])
  await fleet.settlesOn(
    all.filter((_, n) => n !== 0),
    1000,
  )
})

test('a fleet that is gone is told at once and as not done, however many ask', async (t) => {
  const fleet = createFleet(t)
  const all = [await startInstance(t), await startInstance(t)]
  fleet.set(all)
  await fleet.settlesOn(all, 3000)
  for (const { child } of all) child.kill('SIGKILL')
  await systemClock.sleep(300)
  const began = systemClock.now()
  for (let n = 0; n < 500; n++) {
    await assert.rejects(fleet.inventory.listStock({}), { reason: 'UNREACHABLE', unknown: false })
  }
  assert.ok(systemClock.now() - began < 1000)
})
