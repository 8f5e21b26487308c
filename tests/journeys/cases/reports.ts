import assert from 'node:assert/strict'
import { until, type Visitor } from '../api.ts'
import { expect, paidOrder, type Stage } from '../stage.ts'
import type { Journey } from './journey.ts'

const hourMs = 3_600_000

/** Yesterday, today and tomorrow by the shop's clock: a day may end while a journey is told. */
function periodNow(): string {
  const dayAt = (instant: number) => new Date(instant + 8 * hourMs).toISOString().slice(0, 10)
  return `from=${dayAt(Date.now() - 24 * hourMs)}&to=${dayAt(Date.now() + 24 * hourMs)}`
}

interface TurnoverDay {
  readonly day: string
  readonly orders: number
  readonly grossFen: number
  readonly netFen: number
}

interface TopItem {
  readonly id: string
  readonly quantity: number
}

/** Everything the reports say of the three days. */
async function readReports({ manager, shopId }: Pick<Stage, 'manager' | 'shopId'>) {
  const path = `/v1/shops/${shopId}`
  const read = async (name: string) => reportOf(manager, `${path}/reports/${name}?${periodNow()}`)
  const turnover: TurnoverDay[] = (await read('turnover')).days
  const hours: { orders: number }[] = (await read('hours')).hours
  const channels: { channel: string; orders: number }[] = (await read('channels')).channels
  const users: { registered: number }[] = (await read('users')).days
  const orders: { placed: number; completed: number }[] = (await read('orders')).days
  const items: TopItem[] = (await read('top-items')).items
  const categories: { amountFen: number }[] = (await read('categories')).categories
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  return {
    ...{ turnover, items },
    orders: sum(turnover.map((day) => day.orders)),
    netFen: sum(turnover.map(({ netFen }) => netFen)),
    goodsFen: sum(categories.map(({ amountFen }) => amountFen)),
    byHour: sum(hours.map((hour) => hour.orders)),
    byChannel: sum(channels.map((channel) => channel.orders)),
    users: sum(users.map(({ registered }) => registered)),
    placed: sum(orders.map(({ placed }) => placed)),
    completed: sum(orders.map(({ completed }) => completed)),
  }
}

async function reportOf(manager: Visitor, path: string) {
  return expect(await manager.get(path), 200).body
}

/** What the shop learns of its days. */
export const reports: readonly Journey[] = [
  {
    name: 'reports: a completed order is in every one of them',
    async run(stage) {
      const { manager, shopId } = stage
      const before = await readReports(stage)
      const customer = await stage.customer()
      const dishId = await stage.newDish(3800)
      const { id, amountFen } = await paidOrder(stage, customer, dishId)
      for (const verb of ['accept', 'dispatch', 'complete'])
        expect(await manager.send('POST', `/v1/orders/${id}/${verb}`), 200)
      const after = await until(
        'the order to be in the reports',
        () => readReports(stage),
        ({ netFen }) => netFen >= before.netFen + amountFen,
      )
      assert.equal(after.turnover.length, 3)
      assert.ok(after.orders > before.orders && after.completed > before.completed)
      assert.ok(after.placed > before.placed && after.users > before.users)
      assert.ok(after.goodsFen >= before.goodsFen + 3800)
      assert.deepEqual([after.byHour, after.byChannel], [after.orders, after.orders])
      const csv = await reportOf(manager, `/v1/shops/${shopId}/reports/daily.csv?${periodNow()}`)
      assert.equal((csv as string).trimEnd().split('\r\n').length, 4)
      const { turnover } = await reportOf(manager, `/v1/shops/${shopId}/workspace`)
      assert.equal(turnover.netFen, turnover.grossFen - turnover.refundedFen)
    },
  },
  {
    name: 'reports: managers read those of their own shop, for 366 days at most',
    async run({ manager, shopId }) {
      const path = `/v1/shops/${shopId}/reports/turnover`
      const year = await reportOf(manager, `${path}?from=2024-01-01&to=2024-12-31`)
      assert.equal(year.days.length, 366)
      expect(await manager.get(`${path}?from=2024-01-01&to=2025-01-01`), 400, 'PERIOD_INVALID')
      expect(await manager.get(`${path}?from=2024-01-02&to=2024-01-01`), 400, 'PERIOD_INVALID')
      expect(await manager.get('/v1/shops/999/reports/turnover?from=2024-01-01&to=2024-01-01'), 404)
    },
  },
]
