import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ItemKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { Channel } from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import { Fault } from '#kit/fault.ts'
import { bearer, createGatewayWorld, type Who } from './gateway.fixture.ts'

const period = '?from=2026-11-27&to=2026-11-28'
const days = ['2026-11-27', '2026-11-28']
const turnover = days.map((day) => ({ day, orders: 2, grossFen: 5405, refundedFen: 405, netFen: 5000 }))
const orders = days.map((day) => ({ day, placed: 4, completed: 2, cancelled: 1 }))
const users = days.map((day, at) => ({ day, registered: 1, total: 10 + at }))

async function open(report: object, who: Who = 'manager') {
  const world = createGatewayWorld({ report } as Parameters<typeof createGatewayWorld>[0])
  const headers = bearer(await world.token(who))
  const get = (path: string) => world.gateway.http.inject({ url: `/v1/shops/${path}`, headers })
  return { ...world, get }
}

const daily = {
  getTurnover: async () => ({ days: turnover }),
  getOrders: async () => ({ days: orders }),
  getUsers: async () => ({ days: users }),
}

test('reports by day are arrays with an entry for each day', async () => {
  const { get } = await open(daily)
  assert.deepEqual((await get(`1/reports/turnover${period}`)).json(), { days: turnover })
  assert.deepEqual((await get(`1/reports/orders${period}`)).json(), { days: orders })
  assert.deepEqual((await get(`1/reports/users${period}`)).json(), { days: users })
})

test('items and ways of paying are told in words', async () => {
  const sold = { name: '鱼', quantity: 3, amountFen: 6000 }
  const { get } = await open({
    getTopItems: async () => ({ items: [{ ...sold, kind: ItemKind.SET_MEAL, itemId: '46' }] }),
    getCategories: async () => ({ categories: [{ ...sold, categoryId: '5' }] }),
    getChannels: async () => ({ channels: [{ channel: Channel.WECHAT_H5, orders: 1, grossFen: 6700 }] }),
  })
  const { items } = (await get(`1/reports/top-items${period}`)).json()
  assert.deepEqual(items, [{ ...sold, kind: 'SET_MEAL', id: '46' }])
  const { categories } = (await get(`1/reports/categories${period}`)).json()
  assert.deepEqual(categories, [{ ...sold, id: '5' }])
  const { channels } = (await get(`1/reports/channels${period}`)).json()
  assert.deepEqual(channels, [{ channel: 'WECHAT_H5', orders: 1, grossFen: 6700 }])
})

test('the days as CSV: one line each, money in yuan, headings in the language asked for', async () => {
  const { get } = await open(daily)
  const { headers, body } = await get(`1/reports/daily.csv${period}`)
  assert.match(String(headers['content-type']), /^text\/csv/)
  assert.match(String(headers['content-disposition']), /daily-2026-11-27-2026-11-28\.csv/)
  const [heading, ...lines] = body.split('\r\n')
  assert.match(heading ?? '', /^\uFEFF日期,完成订单数,营业额\(元\)/)
  assert.deepEqual(lines, [
    '2026-11-27,2,54.05,4.05,50.00,4,2,1,1,10',
    '2026-11-28,2,54.05,4.05,50.00,4,2,1,1,11',
    '',
  ])
  const english = await get(`1/reports/daily.csv${period}&language=en`)
  assert.match(english.body, /^\uFEFFday,completed orders,gross/)
})

test('business is told by day and as a whole, and the same is a workbook to save', async () => {
  const whole = { orders: 4, completed: 2, turnoverFen: 5405, completionRate: 0.5, unitPriceFen: 2703 }
  const overall = { ...whole, newUsers: 1, totalUsers: 10 }
  const asked: object[] = []
  const { get } = await open({
    getBusiness: async () => ({
      days: [{ ...overall, day: '2026-11-27' }],
      overall: { ...overall, day: '' },
    }),
    async getBusinessWorkbook(wish: object) {
      asked.push(wish)
      return { body: Buffer.from('PK'), from: '2026-10-29', to: '2026-11-27' }
    },
  })
  const told = (await get(`1/reports/business${period}`)).json()
  assert.deepEqual(told, { days: [{ ...overall, day: '2026-11-27' }], overall })
  const { headers, body } = await get('1/reports/business.xlsx')
  assert.equal(body, 'PK')
  assert.match(String(headers['content-type']), /spreadsheetml/)
  assert.match(String(headers['content-disposition']), /business-2026-10-29-2026-11-27\.xlsx/)
  await get(`1/reports/business.xlsx${period}&language=en`)
  assert.deepEqual(asked, [
    { shopId: '1', from: '', to: '', language: 'zh' },
    { shopId: '1', from: '2026-11-27', to: '2026-11-28', language: 'en' },
  ])
})

test('a period is two dates, and one that is refused says why', async () => {
  const refused = () => Promise.reject(new Fault('invalid', 'PERIOD_INVALID', 'a period has 1 to 366 days'))
  const { get, calls } = await open({ getTurnover: refused })
  for (const query of [
    '',
    '?from=2026-11-27',
    '?from=2026-02-30&to=2026-03-01',
    '?from=1&to=2',
    `${period}&x=1`,
  ])
    assert.equal((await get(`1/reports/turnover${query}`)).json().code, 'PARAMETER_INVALID', query)
  assert.ok(!calls.includes('report.getTurnover'))
  const answer = await get(`1/reports/turnover${period}`)
  assert.deepEqual([answer.statusCode, answer.json().code], [400, 'PERIOD_INVALID'])
})

test('reports are for managers and finance of the shop, the workspace for whoever sees money', async () => {
  const paths = ['turnover', 'users', 'orders', 'top-items', 'categories', 'hours', 'channels', 'daily.csv']
  const wide = ['business', 'business.xlsx', ...paths]
  const reports = wide.map((name) => `reports/${name}${period}`)
  const all = [...reports, 'workspace']
  for (const [who, shop, asked, status] of [
    ['customer', '1', all, 403],
    ['staff', '1', reports, 403],
    ['cashier', '1', reports, 403],
    ['kitchen', '1', all, 403],
    ['manager', '2', all, 404],
  ] as const) {
    const { get, calls } = await open(daily, who)
    for (const path of asked)
      assert.equal((await get(`${shop}/${path}`)).statusCode, status, `${who} ${path}`)
    assert.ok(!calls.some((call) => call.startsWith('report.')))
  }
})
