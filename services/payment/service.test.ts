import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { OrderCompletedSchema } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import {
  AttemptState,
  Channel,
  type PaymentService,
  RefundState,
} from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import { systemClock } from '#kit/clock.ts'
import { type Person, withContext } from '#kit/context.ts'
import { Fault } from '#kit/fault.ts'
import { systemRandom } from '#kit/random.ts'
import type { Handlers } from '#kit/rpc/service.ts'
import { joined } from '#kit/storage/storage.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { createTimers } from '#kit/timers/runner.ts'
import { balanceOf } from './domain/journal.ts'
import { entryOf } from './store/tables.ts'
import { eventually, openTill, type Till } from './till.fixture.ts'

let till: Till
beforeEach(async () => {
  till = await openTill()
})
afterEach(() => till.close())

const people: Readonly<Record<string, Person>> = {
  anonymous: { kind: 'anonymous' },
  customer: { kind: 'customer', id: '7' },
  clerk: { kind: 'employee', id: '3', shopId: '1', roles: ['clerk'] },
  manager: { kind: 'employee', id: '1', shopId: '1', roles: ['manager'] },
  system: { kind: 'system', id: 'order' },
}
const rpc = () => till.service.serves[0]?.handlers as unknown as Handlers<typeof PaymentService>
const as = <T>(name: string, work: () => Promise<T>) =>
  withContext({ by: people[name] ?? { kind: 'anonymous' } }, work)
const request = () => ({ ...till.opening(), orderNumber: '1', channel: Channel.WECHAT_JSAPI })

test('each call is open to exactly those who need it', async () => {
  const { attemptId } = request()
  const calls = {
    prepareAttempt: () => rpc().prepareAttempt(request()),
    closeAttempt: () => rpc().closeAttempt(request()),
    queryAttempt: () => rpc().queryAttempt({ attemptId }),
    refundAttempt: () => rpc().refundAttempt({ ...request(), reason: '' }),
    listPayments: () => rpc().listPayments({ orderId: 'x' }),
    reconcileDay: () => rpc().reconcileDay({ day: '2026-09-20' }),
    replayEvents: () => rpc().replayEvents({ cursor: '' }),
    receiveNotification: () => rpc().receiveNotification({ headers: [], body: new Uint8Array() }),
  }
  const allowed: Record<string, string[]> = {}
  for (const [name, call] of Object.entries(calls)) {
    for (const person of Object.keys(people)) {
      const reason = await as<unknown>(person, call).then(
        () => '',
        (thrown: unknown) => (thrown instanceof Fault ? thrown.reason : 'BUG'),
      )
      assert.notEqual(reason, 'BUG')
      if (reason !== 'ROLE_MISSING') allowed[name] = [...(allowed[name] ?? []), person]
    }
  }
  assert.deepEqual(allowed, {
    prepareAttempt: ['system'],
    closeAttempt: ['system'],
    queryAttempt: ['system'],
    refundAttempt: ['system'],
    listPayments: ['manager', 'system'],
    reconcileDay: ['manager', 'system'],
    replayEvents: ['system'],
    receiveNotification: Object.keys(people),
  })
})

test('an attempt, its refund and their list speak the contract’s words', async () => {
  const wanted = request()
  const attempt = await as('system', () => rpc().prepareAttempt(wanted))
  assert.equal(attempt.state, AttemptState.PREPAID)
  assert.equal(attempt.parameters?.signType, 'RSA')
  assert.equal(attempt.paidAt, 0)
  till.wechat.pay(attempt.parameters?.package?.replace('prepay_id=', '') ?? '')
  const paid = await as('system', () => rpc().queryAttempt({ attemptId: wanted.attemptId }))
  assert.equal(paid.state, AttemptState.PAID)
  assert.equal(paid.parameters, undefined)
  assert.ok(paid.paidAt)
  const { orderId, attemptId } = wanted
  const refund = await as('system', () =>
    rpc().refundAttempt({ orderId, attemptId, n: 1, amountFen: 600, reason: 'r' }),
  )
  assert.deepEqual(refund, {
    id: `${attemptId}-R1`,
    attemptId,
    n: 1,
    amountFen: 600,
    state: RefundState.SUCCESS,
  })
  const replayed = await as('system', () => rpc().replayEvents({ cursor: '' }))
  const [announced] = (await till.announced()).filter(({ type }) => type.endsWith('RefundSucceeded'))
  assert.deepEqual(replayed, { refunds: [announced?.event], nextCursor: '' })
  const list = await as('manager', () => rpc().listPayments({ orderId }))
  assert.deepEqual([list.attempts?.length, list.refunds?.length], [1, 1])
  const closed = await as('system', () => rpc().closeAttempt(request()))
  assert.deepEqual([closed.state, closed.channel], [AttemptState.CLOSED, Channel.UNSPECIFIED])
})

test('a completed order is booked inside the delivery that tells of it', async () => {
  const { wanted, pay } = await till.prepare()
  pay()
  await till.arrive(1)
  const [listening] = till.service.listens
  assert.equal(listening?.event, OrderCompletedSchema)
  const event = { orderId: wanted.orderId, amountFen: 5600, completedAt: till.clock.now() }
  await till.storage.tx(
    'delivery',
    (tx) => listening?.apply(event, joined(till.storage, tx)) ?? Promise.resolve(),
  )
  assert.equal(balanceOf('revenue', (await till.table('journal')).map(entryOf)), -5600)
})

test('with the real timers and every notification lost, paid attempts and refunds still settle', async () => {
  await till.close()
  till = await openTill({ queryPausesMs: [50], refundPausesMs: [50] }, systemClock)
  till.wechat.switches.loseNotifications = true
  till.wechat.switches.refundAfterMs = 100
  const handlers = till.service.timers
  const timers = createTimers({
    storage: till.storage,
    handlers,
    clock: systemClock,
    log: silentLog,
    random: systemRandom,
    sweepMs: 50,
  })
  await timers.start?.()
  const { wanted, pay } = await till.prepare({ expiresAt: systemClock.now() + 900_000 })
  pay()
  const { orderId, attemptId } = wanted
  await eventually(async () => (await till.needs.store.findAttempt(attemptId))?.state === 'PAID')
  await as('system', () => rpc().refundAttempt({ orderId, attemptId, n: 1, amountFen: 5600, reason: 'r' }))
  await eventually(async () => (await till.needs.store.findRefund(`${attemptId}-R1`))?.state === 'SUCCESS')
  await timers.drain?.()
  await timers.stop?.()
})
