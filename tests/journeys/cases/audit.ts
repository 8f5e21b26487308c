import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { demoEmployees } from '../../../host/demo/people.ts'
import { call, newKey } from '../api.ts'
import { expect, isRefunded, paidOrder, reaches, type Stage } from '../stage.ts'
import type { Journey } from './journey.ts'

/** What staff ask for is kept before it is done. */
export const audits: readonly Journey[] = [
  {
    name: 'audit: prices, fees, refunds, configuration and the old console are in one unbroken chain',
    async run(stage) {
      const since = await headOf(stage)
      const dishId = await stage.newDish(3800)
      await changePrice(stage, dishId, 4200)
      await changeFees(stage)
      const orderId = await refunded(stage, dishId)
      const refusal = await changeConfig(stage)
      await stopOnOldConsole(stage, dishId)
      const entries = (await ownEntries(stage)).filter(({ seq }) => seq > since)
      const told = entries.map(({ action, subject }) => `${action} ${subject}`).toReversed()
      const wanted = [
        ...[`updateDish dish:${dishId}`, `updateShop shop:${stage.shopId}`],
        ...[`refundOrder order:${orderId}`, `rejectOrder order:${orderId}`],
        ...[`changeConfig shop:${stage.shopId}`, `changeConfig shop:${stage.shopId}`],
        `setDishOnSale dish:${dishId}`,
      ]
      const begun = told.lastIndexOf(wanted[0] ?? '')
      assert.deepEqual(told.slice(begun), wanted)
      for (const { by, details } of entries.filter(({ subject }) => subject === `dish:${dishId}`)) {
        assert.equal(by, `employee:${stage.manager.id}`)
        assert.equal(details.id, dishId)
      }
      const price = entries.find(({ action }) => action === 'updateDish')
      assert.equal(price?.details.priceFen, 4200)
      const refused = entries.find(({ details }) => details.refused === refusal)
      assert.ok(refused && entries.some(({ seq }) => seq === refused.details.entry), refusal)
      assert.ok(!told.some((each) => each.startsWith('acceptOrder')))
    },
  },
  {
    name: 'audit: whoever may read it can follow the chain by its hashes, and check every entry of theirs',
    async run(stage) {
      await changeFees(stage)
      const entries = await ownEntries(stage)
      const links = await allLinks(stage)
      for (const [at, { seq, prevHash }] of links.entries()) {
        const before = links[at - 1]
        assert.deepEqual([seq, prevHash], [at + 1, before?.hash ?? '0'.repeat(64)])
      }
      for (const entry of entries) {
        assert.equal(hashOf(entry), entry.hash, `entry ${entry.seq}`)
        assert.equal(links[entry.seq - 1]?.hash, entry.hash)
      }
    },
  },
]

interface Link {
  readonly seq: number
  readonly prevHash: string
  readonly hash: string
}

interface Entry extends Link {
  readonly at: string
  readonly by: string
  readonly shopId: string
  readonly action: string
  readonly subject: string
  readonly details: Readonly<Record<string, unknown>>
}

/** As docs/decisions/staff-and-audit.md says it is made. */
function hashOf({ prevHash, seq, at, by, shopId, action, subject, details }: Entry): string {
  const said = [prevHash, seq, Date.parse(at), by, shopId, action, subject, JSON.stringify(details)]
  return createHash('sha256').update(JSON.stringify(said)).digest('hex')
}

/** All pages, newest first. */
async function pagesOf<Item>({ manager }: Stage, path: string): Promise<readonly Item[]> {
  const items: Item[] = []
  let cursor = ''
  do {
    const { body } = expect(await manager.get(`${path}&cursor=${cursor}`), 200)
    items.push(...body.items)
    cursor = body.nextCursor ?? ''
  } while (cursor !== '')
  return items
}

const ownEntries = (stage: Stage) => pagesOf<Entry>(stage, '/v1/ops/audit?limit=100')
/** Oldest first. */
const allLinks = async (stage: Stage) =>
  (await pagesOf<Link>(stage, '/v1/ops/audit/links?limit=50')).toReversed()

async function headOf({ manager }: Stage): Promise<number> {
  const { body } = expect(await manager.get('/v1/ops/audit/links?limit=1'), 200)
  return body.items[0]?.seq ?? 0
}

async function changePrice({ manager }: Stage, dishId: string, priceFen: number): Promise<void> {
  const { body } = expect(await manager.get(`/v1/dishes/${dishId}`), 200)
  const { categoryId, name, image, description, optionGroups } = body
  const fields = { categoryId, name, image, description, optionGroups, priceFen }
  expect(await manager.send('PUT', `/v1/dishes/${dishId}`, fields), 200)
}

async function changeFees({ manager, shopId }: Stage): Promise<void> {
  const { body } = expect(await manager.get(`/v1/shops/${shopId}`), 200)
  const { name, address, phone, notice, packingFeeFen, deliveryFeeFen, minimumOrderFen } = body
  const fields = { name, address, phone, notice, packingFeeFen, deliveryFeeFen, minimumOrderFen }
  expect(await manager.send('PATCH', `/v1/shops/${shopId}`, fields), 200)
}

async function refunded(stage: Stage, dishId: string): Promise<string> {
  const customer = await stage.customer()
  const { id } = await paidOrder(stage, customer, dishId)
  const wish = { reason: '洒了', amountFen: 100 }
  expect(await stage.manager.send('POST', `/v1/orders/${id}/refunds`, wish, newKey()), 201)
  expect(await stage.manager.send('POST', `/v1/orders/${id}/reject`, { note: '卖完了' }), 200)
  await reaches(stage.manager, id, 'CANCELLED')
  await isRefunded(customer, id)
  return id
}

/** A change that is refused; answers why. */
async function changeConfig({ manager }: Stage): Promise<string> {
  const { version } = expect(await manager.get('/v1/ops/config'), 200).body
  const changes = [{ service: 'order', key: 'noSuchKey', value: 1 }]
  const refused = await manager.send('PATCH', '/v1/ops/config', { version, changes }, newKey())
  assert.ok(refused.status >= 400 && refused.status < 500)
  return refused.body.code
}

async function stopOnOldConsole(stage: Stage, dishId: string): Promise<void> {
  const [{ username, password }] = demoEmployees
  const body = { username, password }
  const opened = await call(stage.url, { method: 'POST', path: '/admin/employee/login', body })
  const headers = { token: expect(opened, 200).body.data.token }
  const path = `/admin/dish/status/0?id=${dishId}`
  assert.equal((await call(stage.url, { method: 'POST', path, headers })).body.code, 1)
}
