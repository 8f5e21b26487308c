import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { manualClock } from '#kit/clock.ts'
import { createIds } from '#kit/ids.ts'
import { createOutbox } from '#kit/messaging/outbox.ts'
import { systemRandom } from '#kit/random.ts'
import { createMysqlStorage } from '#kit/storage/mysql.ts'
import { createSqliteStorage } from '#kit/storage/sqlite.ts'
import type { Storage } from '#kit/storage/storage.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { mariadbAvailable, type StartedMariadb, startMariadb } from '../../host/servers/mariadb.ts'
import { balanceOf } from './domain/journal.ts'
import { newAttempt } from './domain/opening.ts'
import { type Payment, settle } from './domain/payment.ts'
import { differenceOf } from './domain/reconciliation.ts'
import { newRefund } from './domain/refund.ts'
import { createAnnounce } from './events.ts'
import { payments } from './migrations/0001-payments.ts'
import type { PaymentStore } from './ports.ts'
import { entryOf, type PaymentTables } from './store/tables.ts'
import { createPaymentStore } from './store.ts'
import { opening, startAt } from './till.fixture.ts'

const clock = manualClock(startAt)

storeHolds('SQLite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'payment-'))
  const path = join(folder, 'payment.sqlite')
  const storage = await createSqliteStorage<PaymentTables>({
    path,
    migrations: [payments],
    clock,
    log: silentLog,
  })
  return { storage, clean: async () => rmSync(folder, { recursive: true }) }
})

if (mariadbAvailable() || process.env.REQUIRE_SERVERS === '1') {
  storeHolds('MariaDB', async () => {
    const server: StartedMariadb = await startMariadb()
    const options = { url: server.url, database: 'payment', migrations: [payments], clock, log: silentLog }
    return { storage: await createMysqlStorage<PaymentTables>(options), clean: () => server.stop() }
  })
} else {
  test('the payment store on MariaDB', {
    skip: 'MariaDB is not installed (Debian: apt-get install mariadb-server)',
  })
}

interface Opened {
  readonly storage: Storage<PaymentTables>
  clean(): Promise<void>
}

function storeHolds(name: string, open: () => Promise<Opened>): void {
  describe(`the payment store on ${name}`, () => {
    let opened: Opened
    let store: PaymentStore

    before(async () => {
      opened = await open()
      const ids = createIds(clock, systemRandom)
      store = createPaymentStore(opened.storage, createAnnounce(createOutbox({ clock, ids })))
    })
    after(async () => {
      await opened.storage.stop()
      await opened.clean()
    })

    const attemptOf = (change = {}) => newAttempt(opening(change), startAt)
    const payment = (attemptId: string, transaction = `42${attemptId}`): Payment => ({
      attemptId,
      transaction,
      mchid: 'm',
      appid: 'a',
      currency: 'CNY',
      amountFen: 5600,
      openid: 'oCustomer',
      paidAt: startAt,
    })

    async function settleNow(attemptId: string): Promise<boolean> {
      const attempt = await store.findAttempt(attemptId)
      const settlement = attempt && settle(attempt, payment(attemptId))
      return settlement ? store.recordSettlement(settlement, { at: startAt }) : false
    }

    async function paidAttempt() {
      const attempt = attemptOf()
      await store.openAttempt(attempt, startAt)
      await settleNow(attempt.id)
      return attempt
    }

    const wish = (
      { orderId, id: attemptId }: { orderId: string; id: string },
      n: number,
      amountFen: number,
    ) => ({
      orderId,
      attemptId,
      n,
      amountFen,
      reason: '',
    })

    async function entries(orderId: string) {
      const query = (db: Parameters<Parameters<typeof opened.storage.read>[1]>[0]) =>
        db.selectFrom('journal').selectAll().where('order_id', '=', orderId).execute()
      return (await opened.storage.read('entries', query)).map(entryOf)
    }

    test('of many attempts opened at once for one order, one has its place', async () => {
      const first = attemptOf()
      const others = Array.from({ length: 9 }, (_, at) => ({ ...first, id: `${at}`.padStart(32, 'e') }))
      const answers = await Promise.allSettled(
        [first, ...others].map((attempt) => store.openAttempt(attempt, startAt)),
      )
      assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 1)
      const { attempts } = await store.paymentsOf(first.orderId)
      assert.equal(attempts.length, 1)
    })

    test('who paid for an order is forgotten, and what was paid stays', async () => {
      const [attempt, other] = [await paidAttempt(), await paidAttempt()]
      const before = await store.findAttempt(attempt.id)
      for (const _again of [1, 2]) await store.forgetPayer(attempt.orderId)
      assert.deepEqual(await store.findAttempt(attempt.id), { ...before, openid: '', clientIp: '' })
      const { openid, clientIp } = attempt
      assert.partialDeepStrictEqual(await store.findAttempt(other.id), { openid, clientIp })
    })

    test('the same attempt opened many times at once is one attempt', async () => {
      const attempt = attemptOf()
      const answers = await Promise.all(Array.from({ length: 10 }, () => store.openAttempt(attempt, startAt)))
      assert.ok(answers.every(({ id, state }) => id === attempt.id && state === 'INIT'))
    })

    test('opening and closing at once never leaves an attempt open that was told to be closed', async () => {
      for (let round = 0; round < 10; round++) {
        const attempt = attemptOf()
        const closing = { ...attempt, attemptId: attempt.id }
        await Promise.all([
          store.openAttempt(attempt, startAt),
          store.beginClosing(closing, startAt, startAt),
          store.openAttempt(attempt, startAt),
        ])
        const { state } = (await store.findAttempt(attempt.id)) ?? {}
        assert.ok(state === 'CLOSING' || state === 'CLOSED', state)
      }
    })

    test('of many settlements at once one counts, with two entries and one event', async () => {
      const attempt = attemptOf()
      await store.openAttempt(attempt, startAt)
      const settlement = settle(attempt, payment(attempt.id))
      assert.ok(settlement)
      const event = { id: `EV-${attempt.id}`, sha256: '' }
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => store.recordSettlement(settlement, { at: startAt, event })),
      )
      assert.equal(answers.filter(Boolean).length, 1)
      assert.equal((await entries(attempt.orderId)).length, 2)
      assert.equal(await store.resultOf(event.id), 'APPLIED')
      assert.equal(await store.holderOf(payment(attempt.id).transaction), attempt.id)
    })

    test('a settlement and a close at once end PAID or LATE, never CLOSED with the money gone', async () => {
      for (let round = 0; round < 10; round++) {
        const attempt = attemptOf()
        await store.openAttempt(attempt, startAt)
        await Promise.all([settleNow(attempt.id), store.recordClosed(attempt.id, startAt)])
        const found = await store.findAttempt(attempt.id)
        if (found?.state === 'CLOSED') assert.equal(await settleNow(attempt.id), true)
        const { state } = (await store.findAttempt(attempt.id)) ?? {}
        assert.ok(state === 'PAID' || state === 'LATE', state)
        assert.equal(balanceOf('provider_clearing', await entries(attempt.orderId)), 5600)
      }
    })

    test('a prepared payment is not recorded for an attempt that is being closed', async () => {
      const attempt = attemptOf()
      await store.openAttempt(attempt, startAt)
      await store.beginClosing({ ...attempt, attemptId: attempt.id }, startAt, startAt)
      const found = await store.recordPrepaid(attempt.id, 'wx1')
      assert.equal(found.state, 'CLOSING')
      assert.equal(found.prepayRef, '')
    })

    test('one transaction pays one attempt, whoever asks', async () => {
      const [first, second] = [await paidAttempt(), attemptOf()]
      await store.openAttempt(second, startAt)
      const settlement = settle(second, payment(second.id, payment(first.id).transaction))
      assert.ok(settlement)
      await assert.rejects(store.recordSettlement(settlement, { at: startAt }))
      assert.equal((await store.findAttempt(second.id))?.state, 'INIT')
      assert.deepEqual(await entries(second.orderId), [])
    })

    test('twenty refunds at once of a tenth each give back ten tenths', async () => {
      const attempt = await paidAttempt()
      const answers = await Promise.allSettled(
        Array.from({ length: 20 }, (_, at) => {
          const wanted = wish(attempt, at + 1, 560)
          return store.openRefund(wanted, newRefund(wanted, startAt), startAt)
        }),
      )
      assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 10)
      const { refunds } = await store.paymentsOf(attempt.orderId)
      assert.equal(
        refunds.reduce((sum, { amountFen }) => sum + amountFen, 0),
        5600,
      )
    })

    test('the same refund at once is one refund', async () => {
      const attempt = await paidAttempt()
      const wanted = wish(attempt, 1, 5600)
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => store.openRefund(wanted, newRefund(wanted, startAt), startAt)),
      )
      assert.ok(answers.every(({ state }) => state === 'REQUESTED'))
      assert.equal((await store.paymentsOf(attempt.orderId)).refunds.length, 1)
    })

    test('refund and completion at once leave the accounts as one after the other', async () => {
      for (let round = 0; round < 10; round++) {
        const attempt = await paidAttempt()
        const wanted = wish(attempt, 1, 600)
        const refund = await store.openRefund(wanted, newRefund(wanted, startAt), startAt)
        const answer = { refundId: refund.id, attemptId: attempt.id, amountFen: 600, refundedAt: startAt }
        await Promise.all([
          store.recordRefund({ ...answer, state: 'SUCCESS' }, { at: startAt }),
          store.bookRevenue(attempt.orderId, 5600, startAt),
          store.recordRefund({ ...answer, state: 'SUCCESS' }, { at: startAt }),
          store.bookRevenue(attempt.orderId, 5600, startAt),
        ])
        const booked = await entries(attempt.orderId)
        assert.equal(balanceOf('provider_clearing', booked), 5000)
        assert.equal(balanceOf('customer_deposits', booked), 0)
        assert.equal(balanceOf('revenue', booked), -5600)
        assert.equal(balanceOf('refunds', booked), 600)
      }
    })

    test('a difference is kept once however often it is found', async () => {
      const difference = differenceOf('UNKNOWN_TRADE', { attemptId: 'x', ref: 'y' }, '', 'x')
      const occasion = { at: startAt, day: '2026-09-21' }
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => store.recordDifference(difference, occasion)),
      )
      assert.equal(answers.filter(Boolean).length, 1)
    })
  })
}
