import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { Fault } from '#kit/fault.ts'
import { balanceOf } from '../domain/journal.ts'
import { entryOf } from '../store/tables.ts'
import { eventually, openTill, type Till } from '../till.fixture.ts'
import { bookRevenue } from './book-revenue.ts'
import { closeAttempt } from './close-attempt.ts'
import { followAttempt } from './follow-attempt.ts'
import { prepareAttempt } from './prepare-attempt.ts'
import { queryAttempt } from './query-attempt.ts'

let till: Till
beforeEach(async () => {
  till = await openTill()
})
afterEach(() => till.close())

const refuses = (work: Promise<unknown>, reason: string) =>
  assert.rejects(work, (thrown) => thrown instanceof Fault && thrown.reason === reason)
const stateOf = async (attemptId: string) => (await till.needs.store.findAttempt(attemptId))?.state
const clearing = async () => balanceOf('provider_clearing', (await till.table('journal')).map(entryOf))

async function paid() {
  const prepared = await till.prepare()
  const before = till.arrivals.length
  prepared.pay()
  await till.arrive(before + 1)
  return prepared.wanted
}

test('a notification pays an attempt once, with journal, event and the order in it', async () => {
  const { wanted, pay } = await till.prepare()
  till.clock.advance(1)
  const later = await till.prepare()
  pay()
  await till.arrive(1)
  assert.equal(till.arrivals[0]?.answer, 'OK')
  assert.equal(await stateOf(wanted.attemptId), 'PAID')
  assert.notEqual(await stateOf(later.wanted.attemptId), 'PAID')
  assert.deepEqual(await till.events(), ['PaymentSucceeded'])
  assert.equal(await clearing(), 5600)
  assert.equal((await till.table('provider_event')).length, 1)
})

test('the same notification ten times at once pays once', async () => {
  till.wechat.switches.loseNotifications = true
  const { wanted, pay } = await till.prepare()
  pay()
  const statuses = await till.wechat.sendNotification(wanted.attemptId, 10)
  assert.deepEqual(statuses, Array(10).fill(200))
  assert.equal(await stateOf(wanted.attemptId), 'PAID')
  assert.deepEqual(await till.events(), ['PaymentSucceeded'])
  assert.equal((await till.table('journal')).length, 2)
})

test('with every notification lost, the timer asks and the attempt is paid', async () => {
  till.wechat.switches.loseNotifications = true
  const { wanted, pay } = await till.prepare()
  pay()
  till.clock.advance(5000)
  await till.fireTimers()
  assert.equal(await stateOf(wanted.attemptId), 'PAID')
  assert.equal(till.arrivals.length, 0)
  till.wechat.reset()
  assert.deepEqual(await till.wechat.sendNotification(wanted.attemptId, 1), [200])
  assert.deepEqual(await till.events(), ['PaymentSucceeded'])
})

test('an open attempt is asked about again and again, a settled one no more', async () => {
  const { wanted, pay } = await till.prepare()
  const dueAt = async () => {
    const rows = await till.storage.tx('due', (tx) => tx.kit.selectFrom('timer').selectAll().execute())
    return rows.find(({ kind, ref }) => kind === 'query-attempt' && ref === wanted.attemptId)?.due_at
  }
  for (const after of [5, 15, 30, 60, 120, 180]) {
    assert.equal(await dueAt(), wanted.expiresAt - 900_000 + after * 1000)
    till.clock.set((await dueAt()) ?? 0)
    await till.fireTimers()
  }
  till.wechat.switches.loseNotifications = true
  pay()
  till.clock.advance(60_000)
  await till.fireTimers()
  assert.equal(await dueAt(), undefined)
})

test('preparing again gives the same payment, and other content is refused', async () => {
  const { wanted, parameters } = await till.prepare()
  const again = await prepareAttempt(till.needs, wanted)
  assert.equal(again.parameters?.package, parameters?.package)
  await refuses(prepareAttempt(till.needs, { ...wanted, amountFen: 1 }), 'ATTEMPT_DIFFERS')
  await refuses(prepareAttempt(till.needs, { ...wanted, n: 2 }), 'ATTEMPT_DIFFERS')
})

test('a lost answer to opening is repaired by asking again, with one payment at the provider', async () => {
  till.wechat.switches.failAnswers = 'lose'
  till.wechat.switches.failTimes = 1
  const { wanted } = await till.prepare().catch(async (fault: unknown) => {
    assert.ok(fault instanceof Fault && fault.reason === 'PROVIDER_UNAVAILABLE' && fault.unknown)
    const rows = await till.table('attempt')
    assert.equal(rows[0]?.state, 'INIT')
    const id = rows[0]?.id ?? ''
    const orderId = rows[0]?.order_id ?? ''
    return till.prepare({ attemptId: id, orderId })
  })
  assert.equal(await stateOf(wanted.attemptId), 'PREPAID')
})

test('parameters are given while an attempt is PREPAID and never again', async () => {
  const { wanted, pay } = await till.prepare()
  await closeAttempt(till.needs, wanted)
  const closed = await prepareAttempt(till.needs, wanted)
  assert.equal(closed.attempt.state, 'CLOSED')
  assert.equal(closed.parameters, null)
  assert.throws(pay, { code: 'ORDERCLOSED' })
  const done = await prepareAttempt(till.needs, await paid())
  assert.equal(done.attempt.state, 'PAID')
  assert.equal(done.parameters, null)
})

test('an opening whose answer comes after the close gives nothing to pay with', async () => {
  const { provider } = till.needs
  const slow = {
    ...till.needs,
    provider: {
      ...provider,
      open: async (...args: Parameters<typeof provider.open>) => {
        const opened = await provider.open(...args)
        await closeAttempt(till.needs, { ...args[0], attemptId: args[0].id })
        return opened
      },
    },
  }
  const { opening } = till
  const { attempt, parameters } = await prepareAttempt(slow, opening())
  assert.equal(attempt.state, 'CLOSED')
  assert.equal(parameters, null)
})

test('the next attempt opens only when every earlier one is closed', async () => {
  const { wanted } = await till.prepare()
  const second = { ...wanted, attemptId: 'b'.repeat(32), n: 2 }
  const third = { ...wanted, attemptId: 'c'.repeat(32), n: 3 }
  await refuses(prepareAttempt(till.needs, second), 'EARLIER_ATTEMPT_OPEN')
  await closeAttempt(till.needs, wanted)
  await refuses(prepareAttempt(till.needs, third), 'EARLIER_ATTEMPT_OPEN')
  assert.ok((await prepareAttempt(till.needs, second)).parameters)
  await refuses(prepareAttempt(till.needs, third), 'EARLIER_ATTEMPT_OPEN')
})

test('closing an attempt that nobody opened keeps it from ever being opened', async () => {
  const wanted = till.opening()
  assert.equal((await closeAttempt(till.needs, wanted)).state, 'CLOSED')
  const { attempt, parameters } = await prepareAttempt(till.needs, wanted)
  assert.equal(attempt.state, 'CLOSED')
  assert.equal(parameters, null)
  assert.equal(till.wechat.trade(wanted.attemptId), undefined)
})

test('closing a paid attempt answers PAID', async () => {
  till.wechat.switches.loseNotifications = true
  const { wanted, pay } = await till.prepare()
  pay()
  assert.equal((await closeAttempt(till.needs, wanted)).state, 'PAID')
  assert.deepEqual(await till.events(), ['PaymentSucceeded'])
})

test('a close whose answer is lost is resolved by asking', async () => {
  const { wanted } = await till.prepare()
  till.wechat.switches.failAnswers = 'lose'
  till.wechat.switches.failTimes = 1
  assert.equal((await closeAttempt(till.needs, wanted)).state, 'CLOSED')
})

test('a close that the provider does not take stays CLOSING until the timer gets it through', async () => {
  const { wanted } = await till.prepare()
  till.wechat.switches.failAnswers = 'refuse'
  await refuses(closeAttempt(till.needs, wanted), 'PROVIDER_UNAVAILABLE')
  assert.equal(await stateOf(wanted.attemptId), 'CLOSING')
  till.wechat.reset()
  till.clock.advance(5000)
  await till.fireTimers()
  assert.equal(await stateOf(wanted.attemptId), 'CLOSED')
})

test('what the provider closed by itself is found closed, and leaves the place free', async () => {
  const { wanted } = await till.prepare()
  till.clock.set(wanted.expiresAt)
  await till.fireTimers()
  assert.equal(await stateOf(wanted.attemptId), 'CLOSED')
  const next = { ...wanted, attemptId: 'b'.repeat(32), n: 2, expiresAt: wanted.expiresAt + 60_000 }
  assert.ok((await prepareAttempt(till.needs, next)).parameters)
})

test('what is paid after its close is LATE, told by notification, and leaves the place free', async () => {
  till.wechat.switches.payAfterClose = true
  const { wanted, pay } = await till.prepare()
  await closeAttempt(till.needs, wanted)
  const second = { ...wanted, attemptId: 'b'.repeat(32), n: 2 }
  await prepareAttempt(till.needs, second)
  pay()
  await till.arrive(1)
  assert.equal(till.arrivals[0]?.answer, 'OK')
  assert.equal(await stateOf(wanted.attemptId), 'LATE')
  assert.equal(await stateOf(second.attemptId), 'PREPAID')
  assert.deepEqual(await till.events(), ['PaymentLate'])
})

test('what is paid after its close is found even if no notification comes', async () => {
  till.wechat.switches.payAfterClose = true
  till.wechat.switches.loseNotifications = true
  const { wanted, pay } = await till.prepare()
  await closeAttempt(till.needs, wanted)
  pay()
  till.clock.advance(600_000)
  await till.fireTimers()
  assert.equal(await stateOf(wanted.attemptId), 'LATE')
})

test('a wrong amount is kept apart and calls a person once, and the truth settles later', async () => {
  till.wechat.switches.tamper = 'amount'
  till.wechat.switches.repeatNotifications = 3
  const { wanted, pay } = await till.prepare()
  pay()
  await till.arrive(3, 0)
  assert.deepEqual(
    till.arrivals.map(({ answer }) => answer),
    Array(3).fill('NOTIFICATION_MISMATCH'),
  )
  assert.equal(await stateOf(wanted.attemptId), 'PREPAID')
  const [difference, ...more] = await till.table('recon_diff')
  assert.equal(more.length, 0)
  assert.equal(difference?.kind, 'AMOUNT_DIFFERS')
  assert.equal(difference?.action, 'quarantined')
  assert.equal(till.errors.length, 1)
  assert.equal(await clearing(), 0)
  till.wechat.reset()
  assert.deepEqual(await till.wechat.sendNotification(wanted.attemptId, 1), [200])
  assert.equal(await stateOf(wanted.attemptId), 'PAID')
  assert.deepEqual(
    (await till.table('provider_event')).map(({ result }) => result),
    ['APPLIED'],
  )
})

test('a completed order is booked once, and an order that nobody paid here never', async () => {
  const { orderId } = await paid()
  const completed = { orderId, amountFen: 5600, completedAt: till.clock.now() }
  await Promise.all([bookRevenue(till.needs, completed), bookRevenue(till.needs, completed)])
  await bookRevenue(till.needs, completed)
  await bookRevenue(till.needs, { ...completed, orderId: 'cash' })
  const entries = (await till.table('journal')).map(entryOf)
  assert.equal(balanceOf('revenue', entries), -5600)
  assert.equal(balanceOf('customer_deposits', entries), 0)
})

test('an attempt that is unknown is missing', async () => {
  await refuses(queryAttempt(till.needs, 'd'.repeat(32)), 'ATTEMPT_MISSING')
  await refuses(followAttempt(till.needs, 'd'.repeat(32)), 'ATTEMPT_MISSING')
})

test('notifications that come late, doubled and out of order end in the same books', async () => {
  till.wechat.switches.reorderNotifications = true
  till.wechat.switches.repeatNotifications = 2
  till.wechat.switches.delayNotificationsMs = 2000
  const orders = []
  for (let n = 0; n < 5; n++) {
    const { wanted, pay } = await till.prepare()
    pay()
    orders.push(wanted)
  }
  await till.arrive(10, 100)
  await eventually(async () => (await till.events()).length === 5)
  for (const { attemptId } of orders) assert.equal(await stateOf(attemptId), 'PAID')
  assert.equal(await clearing(), 5 * 5600)
})
