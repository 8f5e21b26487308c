import assert from 'node:assert/strict'
import { systemClock } from '#kit/clock.ts'
import type { Storage } from '#kit/storage/storage.ts'
import type { CatalogTables } from '../../services/catalog/store/tables.ts'
import { createCatalogStore } from '../../services/catalog/store.ts'
import { announceBy } from '../../services/inventory/events.ts'
import type { InventoryTables } from '../../services/inventory/store/tables.ts'
import { createInventoryStore } from '../../services/inventory/store.ts'
import { newAttempt, type Opening } from '../../services/payment/domain/opening.ts'
import { settle } from '../../services/payment/domain/payment.ts'
import { newRefund } from '../../services/payment/domain/refund.ts'
import { createAnnounce } from '../../services/payment/events.ts'
import type { PaymentTables } from '../../services/payment/store/tables.ts'
import { createPaymentStore } from '../../services/payment/store.ts'
import type { Notice } from '../../services/push/domain/notice.ts'
import type { PushTables } from '../../services/push/store/tables.ts'
import { createPushStore } from '../../services/push/store.ts'
import type { Fact } from '../../services/report/domain/fact.ts'
import type { Gain } from '../../services/report/domain/shop-customer.ts'
import type { ReportTables } from '../../services/report/store/tables.ts'
import { createReportStore } from '../../services/report/store.ts'
import { ids, outbox } from './ask-orders.ts'
import { newestAt } from './fill-orders.ts'

const now = newestAt + 1000

/** Everything the order service and the shop ask of the stock. */
export async function askInventory(storage: Storage<InventoryTables>): Promise<void> {
  const store = createInventoryStore({ storage, announce: announceBy(outbox), lowStockAt: () => 5 })
  const lines = ['3', '4'].map((dishId) => ({ dishId, quantity: 1 }))
  const wish = (orderId: string) => ({ orderId, shopId: '1', lines })
  for (const id of ['e-1', 'e-1', 'e-2', 'e-3']) await store.reserve(wish(id), 'f', now)
  await store.reserve(
    { ...wish('e-4'), lines: [{ dishId: '3', quantity: 9999 }, ...lines.slice(1)] },
    'f',
    now,
  )
  await store.commit('e-1', now)
  await store.release('e-2', now)
  await store.release('e-2', now)
  await store.listStock('1', [])
  await store.listStock('1', ['3', '4'])
  const occasion = { now, nextCutAt: now + 1000, ref: 'cut', by: 'system:explain' }
  const figures = { onHand: 50, dailyAmount: 50, reason: '' }
  await store.setStock('1', '3', figures, { ...occasion, ref: 'set' })
  await store.setThreshold('1', '3', 10)
  await store.adjustStock('1', '3', { delta: 5, reason: '补货' }, { ...occasion, ref: 'adjust' })
  await store.listMovements({ shopId: '1', dishId: '3', below: Number.MAX_SAFE_INTEGER, limit: 21 })
  await store.listSoldOut('1', now)
  await store.markSoldOut('1', '5', { soldOut: true, now, nextCutAt: now + 1000 })
  await store.cutDay('1', { ...occasion, now: now + 2000, nextCutAt: now + 3000 })
}

/** Everything the order service, the provider and reconciliation ask of the payments. */
export async function askPayment(storage: Storage<PaymentTables>): Promise<void> {
  const store = createPaymentStore(storage, createAnnounce(outbox))
  const id = 'e'.repeat(32)
  const opening: Opening = {
    ...{ orderId: ids.uuid(), attemptId: id, n: 1, amountFen: 2700, channel: 'WECHAT_H5' as const },
    ...{ openid: '', clientIp: '', description: '外卖', expiresAt: now },
  }
  await store.openAttempt(newAttempt(opening, now), now)
  await store.recordPrepaid(id, 'ref')
  await store.beginClosing({ ...opening, attemptId: id }, now, now)
  await store.recordClosed(id, now)
  const attempt = await store.findAttempt(id)
  assert.ok(attempt)
  const payment = {
    ...{ attemptId: id, transaction: 'new', mchid: '', appid: '', currency: 'CNY' },
    ...{ amountFen: 2700, openid: '', paidAt: now },
  }
  await store.holderOf('new')
  const settlement = settle(attempt, payment)
  assert.ok(settlement)
  const event = { id: 'event', sha256: '' }
  await store.recordSettlement(settlement, { at: now, event, reconcile: { day: '2026-09-21', at: now } })
  await store.askAgain(id, now)
  const wish = { orderId: opening.orderId, attemptId: id, n: 1, amountFen: 2700, reason: '' }
  const refund = newRefund(wish, now)
  await store.openRefund(wish, refund, now)
  await store.reopenRefund(refund.id, now, now)
  await store.findRefund(refund.id)
  await store.listSucceeded('a5', 20)
  await store.recordRefund(
    { refundId: refund.id, attemptId: id, amountFen: 2700, state: 'SUCCESS', refundedAt: now },
    { at: now },
  )
  await store.importRefund(
    { refundId: 'theirs', attemptId: 'a77', amountFen: 1, state: 'SUCCESS', refundedAt: now },
    now,
  )
  await store.resultOf('event')
  await store.paymentsOf(opening.orderId)
  await store.forgetPayer(opening.orderId)
  await store.bookRevenue(opening.orderId, 2700, now)
  const row = { kind: 'payment', payment, feeMilliFen: 0 } as const
  const back = { ...wish, kind: 'refund', refundId: refund.id, state: 'SUCCESS', refundedAt: now } as const
  await store.booksOf({ from: newestAt - 3_600_000, to: newestAt }, [row, back])
}

/** Everything streams and the message centre ask. */
export async function askPush(storage: Storage<PushTables>): Promise<void> {
  const store = createPushStore(storage, { keptMax: () => 1000, summaryAt: (at) => at })
  const order = { id: ids.uuid(), number: 'N', shopId: '1', customerId: '1' }
  const notices = (['shop:1', 'customer:1'] as const).map((audience) => ({
    ...{ audience, type: 'order.paid', kind: 'NEW_ORDER', onceKey: `paid:${order.id}`, payload: '{}' },
  })) as readonly Notice[]
  const told = { order, version: 2, stands: 'order.paid', notices }
  for (const _twice of [1, 2]) await store.recordNotices(told, now)
  await store.findOrder(order.id)
  const last = await store.findLastSeq('shop:1')
  await store.listAfter('shop:1', last - 50, 100)
  await store.findReadSeq('shop:1')
  await store.markRead({ audience: 'shop:1', deviceId: 'new', seq: last, at: now })
  for (const notice of notices.slice(0, 1)) await store.recordSummary('1', { ...notice, onceKey: 'x' }, now)
  await askMessages(store, last)
  await store.closeAudience('customer:2')
}

async function askMessages(store: ReturnType<typeof createPushStore>, last: number): Promise<void> {
  const choices = [
    { audience: 'shop:1', kinds: [] },
    { audience: 'shop:1', kinds: ['NEW_ORDER' as const] },
    { audience: 'shop:1', status: 'UNREAD' as const, kinds: [] },
  ]
  for (const choice of choices) {
    await store.listMessages(choice, { beforeSeq: last, offset: 40, limit: 20 })
    await store.countMessages(choice)
  }
  await store.readMessages('shop:1', { seqs: [last, last - 1], upToSeq: 50 })
}

/** Everything events and managers ask of the reports. */
export async function askReport(storage: Storage<ReportTables>): Promise<void> {
  const store = createReportStore(storage)
  const tally = { shopId: '1', figure: 'item', day: '2026-09-28', about: 'DISH:3', times: 1, fen: 1 } as const
  const namings = ['鱼', '烤鱼'].map((name, at) => ({ shopId: '1', item: 'DISH:3', name, at }))
  const visit = { shopId: '1', customerId: '5', orderId: 'e-1', placedAt: now, spentFen: 1 }
  const gain: Gain = { ...visit, orders: 1 }
  const tallies = [tally, { ...tally, about: 'DISH:99' }]
  const change = (fact: Fact) => ({ fact, tallies, namings, gain })
  for (const id of ['e-1', 'e-1']) await store.changeFact(id, change)
  await store.recordCustomer({ id: 'new', registeredAt: now }, { ...tally, figure: 'registered' })
  await store.recordDeparture('new', { ...tally, figure: 'left' })
  await store.changeFact('e-2', (fact) => ({ ...change(fact), gain: { ...gain, customerId: 'new' } }))
  const behind = { value: now, customerId: '5' }
  for (const sort of ['LAST_ORDER', 'SPENT'] as const)
    for (const place of [null, behind]) await store.listCustomers('1', { sort, behind: place, limit: 20 })
  const week = { from: '2026-09-01', to: '2026-09-07' }
  await store.listTallies('1', ['turnover', 'refunded'], week)
  await store.listTallies('1', ['hour'], week)
  await store.listTop('1', 'item', week, 10)
  await store.listTopNames('1', week, 10)
  await store.sumBefore('1', 'turnover', '2026-09-01')
}

/** Everything the gateway and the shop ask of the menu. */
export async function askCatalog(storage: Storage<CatalogTables>): Promise<void> {
  const store = createCatalogStore({ storage, outbox, clock: systemClock, shopsInMemory: () => 10 })
  const catalog = await store.catalogOf('1')
  const dish = catalog.dishes.get('1')
  const category = [...catalog.categories.values()][0]
  const setMeal = catalog.setMeals.get('1')
  assert.ok(dish && category && setMeal)
  await store.change('1', () => ({ shop: catalog.shop, category, dish: { ...dish, optionGroups: [] } }))
  await store.change('1', () => ({ setMeal: { ...setMeal, parts: [...setMeal.parts] } }))
  await store.change('1', () => ({ removed: [{ kind: 'dish', id: '2', version: 1 }] }))
  const places = [{ id: '3', sort: 1 }]
  await store.change('1', () => ({ sorted: { kind: 'dish', places, categoryIds: ['1'] } }))
  for (const thing of ['category', 'dish', 'setMeal'] as const) await store.shopOf(thing, '1')
  for (const width of [0, 160]) await store.findImage('i-1', width)
  await store.findUnsized('i-1')
  await store.hasImage('i-1')
  await store.findImages(['i-1', 'i-2'])
  await store.takeImageOf('77', 20_000, 20)
}
