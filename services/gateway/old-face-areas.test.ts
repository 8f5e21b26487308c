import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MoneyState, OrderState } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { Fault } from '#kit/fault.ts'
import { createGatewayWorld } from './gateway.fixture.ts'
import { call } from './old-face.fixture.ts'
import { orderMessage } from './orders.fixture.ts'

test('the login of an employee is what the old page puts into its cookie', async () => {
  let asked: object = {}
  const world = createGatewayWorld({
    user: {
      async loginEmployee(request) {
        asked = request
        return { ...session, subjectId: '3', name: '管理员' }
      },
    },
  })
  const body = { username: 'admin', password: '123456' }
  const answered = await call(world, null, '/admin/employee/login', { method: 'POST', body })
  assert.equal(
    answered.body,
    '{"code":1,"msg":null,"data":{"id":3,"userName":"admin","name":"管理员","token":"a.b.c"}}',
  )
  assert.deepEqual(asked, { ...body, singleToken: true })
})

const session = {
  ...{ accessToken: 'a.b.c', accessExpiresAt: 0, refreshToken: 'r', refreshExpiresAt: 0, sessionId: 's' },
  ...{ subjectId: '7', name: '', shopId: '', roles: [], permissions: [], mustChangePassword: false },
}

test('a list of employees masks their numbers, and who edits one sees it whole', async () => {
  const wang = {
    ...{ id: '9', shopId: '1', username: 'wang', name: '小王', phone: '13900009000', roles: ['staff'] },
    ...{ enabled: true, createdAt: Date.UTC(2026, 10, 22, 8, 30), mustChangePassword: false },
    ...{ initialPassword: '', sex: 'F', idNumber: '11010119900307123X' },
  }
  const asked: unknown[] = []
  const user = {
    listEmployees: async () => ({ employees: [wang] }),
    async updateEmployee(request: unknown) {
      asked.push(request)
      return wang
    },
  }
  const world = createGatewayWorld({ user })
  const page = await call(world, 'manager', '/admin/employee/page?page=1&pageSize=10')
  const [{ idNumber, password, sex, status, createTime }] = page.json().data.records
  assert.deepEqual(
    [idNumber, password, sex, status, createTime],
    ['110101********123X', '****', '0', 1, '2026-11-22 16:30'],
  )
  const whole = (await call(world, 'manager', '/admin/employee/9')).json().data
  assert.equal(whole.idNumber, '11010119900307123X')
  await call(world, 'manager', '/admin/employee', { method: 'PUT', body: { ...whole, name: '王五' } })
  const kept = { phone: '13900009000', sex: 'F', idNumber: '11010119900307123X', keepsRoles: true }
  assert.deepEqual(asked, [{ employeeId: '9', name: '王五', ...kept }])
})

test('any WeChat code is one customer in the demo, and goes to the provider everywhere else', async () => {
  const codes: string[] = []
  const user = {
    async loginByWechat({ jsCode }: { jsCode?: string | undefined }) {
      codes.push(jsCode ?? '')
      return session
    },
    getCustomer: async () => ({
      id: '7',
      name: '',
      phone: '',
      openid: 'o7',
      createdAt: 0,
      avatar: '',
      sex: '',
    }),
  }
  const oldFace = { demoLoginCode: 'demo-mini-program' }
  for (const world of [createGatewayWorld({ user }, { oldFace }), createGatewayWorld({ user })]) {
    const answered = await call(world, null, '/user/user/login', { method: 'POST', body: { code: '0a1b' } })
    assert.deepEqual(answered.json().data, { id: 7, openid: 'o7', token: 'a.b.c' })
  }
  assert.deepEqual(codes, ['demo-mini-program', '0a1b'])
})

test('an order is shown with the old numbers, words and times', async () => {
  const rejected = {
    ...{
      state: OrderState.CANCELLED,
      money: MoneyState.RETURNED,
      cancelReason: 'REJECTED',
      cancelNote: '餐厅已打烊',
      paidAt: Date.UTC(2026, 10, 22, 9),
    },
    updatedAt: Date.UTC(2026, 10, 22, 9, 5),
  }
  const world = createGatewayWorld({ order: { findOrder: async () => orderMessage(rejected) } })
  const { body } = await call(world, 'staff', '/admin/order/details/645')
  assert.ok(body.includes('"amount":42.00'))
  const { data } = JSON.parse(body)
  const { id, status, payStatus, orderTime, checkoutTime, cancelTime, cancelReason, rejectionReason } = data
  assert.deepEqual(
    [id, status, payStatus, orderTime, checkoutTime, cancelTime, cancelReason, rejectionReason],
    [645, 6, 2, '2026-11-22 16:30', '2026-11-22 17:00', '2026-11-22 17:05', null, '餐厅已打烊'],
  )
  assert.deepEqual(data.orderDishes, '王老吉*2;')
  const [line] = data.orderDetailList
  assert.deepEqual([line.dishId, line.setmealId, line.dishFlavor, line.amount], [46, null, '不要葱', 6])
})

test('every state has its old number', async () => {
  const numbers: number[] = []
  for (const state of [1, 2, 3, 4, 5, 6, 7, 8] as OrderState[]) {
    const world = createGatewayWorld({ order: { findOrder: async () => orderMessage({ state }) } })
    numbers.push((await call(world, 'staff', '/admin/order/details/1')).json().data.status)
  }
  assert.deepEqual(numbers, [1, 1, 1, 2, 3, 4, 5, 6])
})

test('a customer without a default address is told so', async () => {
  const world = createGatewayWorld({ user: { listAddresses: async () => ({ addresses: [] }) } })
  const { body } = await call(world, 'customer', '/user/addressBook/default')
  assert.equal(body, '{"code":0,"msg":"没有查询到默认地址","data":null}')
})

const noDay = { orders: 0, completed: 0, turnoverFen: 0, completionRate: 0, unitPriceFen: 0, newUsers: 0 }

test('series of a report are comma texts, an empty one an empty text', async () => {
  const sold = { ...noDay, orders: 3, completed: 2, turnoverFen: 40_650, totalUsers: 9 }
  const days = [
    { ...sold, day: '2026-11-21' },
    { ...noDay, day: '2026-11-22', totalUsers: 9 },
  ]
  const overall = { ...sold, day: '', completionRate: 2 / 3, unitPriceFen: 20_325, newUsers: 4 }
  const report = { getBusiness: async () => ({ days, overall }), getTopNames: async () => ({ names: [] }) }
  const world = createGatewayWorld({ report })
  const shown = async (path: string) =>
    (await call(world, 'finance', `/admin/report/${path}?begin=2026-11-21&end=2026-11-22`)).body
  const dateList = '"dateList":"2026-11-21,2026-11-22"'
  const inEnvelope = (data: string) => `{"code":1,"msg":null,"data":{${data}}}`
  assert.equal(await shown('turnoverStatistics'), inEnvelope(`${dateList},"turnoverList":"406.5,0.0"`))
  const counts = '"totalOrderCount":3,"validOrderCount":2,"orderCompletionRate":0.6666666666666666'
  const lists = '"orderCountList":"3,0","validOrderCountList":"2,0"'
  assert.equal(await shown('ordersStatistics'), inEnvelope(`${dateList},${lists},${counts}`))
  assert.equal(await shown('top10'), inEnvelope('"nameList":"","numberList":""'))
  const whole = '"turnover":406.50,"validOrderCount":2,"orderCompletionRate":0.6666666666666666'
  assert.equal(await shown('dataOverView'), inEnvelope(`${whole},"unitPrice":203.25,"newUsers":4`))
})

test('the workbench shows the business of the day, by when its orders were placed', async () => {
  const day = '2026-11-22'
  const business = { ...noDay, day, orders: 2, completed: 1, turnoverFen: 5600, totalUsers: 9 }
  const turnover = { day, orders: 0, grossFen: 99_900, refundedFen: 0, netFen: 99_900 }
  const figures = { turnover, business, unitPriceFen: 1, completionRate: 1, newUsers: 1 }
  const world = createGatewayWorld({ report: { getWorkspace: async () => figures } })
  const { turnover: shown, validOrderCount } = (
    await call(world, 'finance', '/admin/workspace/businessData')
  ).json().data
  assert.deepEqual([shown, validOrderCount], [56, 1])
})

test('the export is the workbook of the usual days, and a refusal of it is no 2xx', async () => {
  const asked: unknown[] = []
  const world = createGatewayWorld({
    report: {
      async getBusinessWorkbook(request) {
        asked.push(request)
        return { body: Buffer.from('xlsx'), from: '2026-10-23', to: '2026-11-21' }
      },
    },
  })
  const { statusCode, headers, body } = await call(world, 'finance', '/admin/report/export')
  assert.deepEqual([statusCode, body], [200, 'xlsx'])
  assert.match(String(headers['content-type']), /spreadsheetml/)
  assert.match(String(headers['content-disposition']), /business-2026-10-23-2026-11-21\.xlsx/)
  assert.deepEqual(asked, [{ shopId: '1', language: 'zh' }])
  const refused = createGatewayWorld({
    report: { getBusinessWorkbook: () => Promise.reject(new Fault('missing', 'REPORT_MISSING', '')) },
  })
  assert.equal((await call(refused, 'finance', '/admin/report/export')).statusCode, 404)
})

test('a flavour is taken away by the first of its words, as old clients send it', async () => {
  const asked: unknown[] = []
  const line = (id: string, choices: readonly string[]) => ({
    id,
    item: { kind: 1, id: '46', options: choices.map((choice) => ({ group: 'g', choice })) },
    quantity: 2,
  })
  const cart = { shopId: '1', version: 1, lines: [line('1', ['微辣']), line('2', ['不要葱', '中辣'])] }
  const world = createGatewayWorld({
    order: {
      getCart: async () => cart,
      async takeCartItem(request) {
        asked.push(request)
        return cart
      },
    },
  })
  const sub = (dishFlavor: string) =>
    call(world, 'customer', '/user/shoppingCart/sub', { method: 'POST', body: { dishId: 46, dishFlavor } })
  await sub('不要葱')
  await sub('不要葱,中辣')
  await sub('')
  assert.deepEqual(
    asked,
    [1, 1, 0].map((at) => ({ shopId: '1', item: cart.lines[at]?.item, quantity: 1 })),
  )
})

test('a picture is uploaded by its form and shown where the proxies of the old pages lead', async () => {
  const put: unknown[] = []
  const imageId = 'b'.repeat(64)
  const world = createGatewayWorld({
    catalog: {
      async putImage({ contentType, body }) {
        put.push([contentType, Buffer.from(body ?? []).toString()])
        return { imageId }
      },
      getImage: async () => ({ contentType: 'image/webp', body: Buffer.from('webp') }),
    },
  })
  const form = new FormData()
  form.set('file', new Blob(['png'], { type: 'image/png' }), 'a.png')
  const sent = new Response(form)
  const upload = async (payload: Buffer, type: string) =>
    world.gateway.http.inject({
      method: 'POST',
      url: '/admin/common/upload',
      payload,
      headers: { token: await world.token('staff'), 'content-type': type },
    })
  const bytes = Buffer.from(await sent.arrayBuffer())
  const { data } = (await upload(bytes, sent.headers.get('content-type') ?? '')).json()
  assert.equal(data, `/user/common/download?name=${imageId}`)
  assert.deepEqual(put, [['image/png', 'png']])
  const shown = await world.gateway.http.inject({ url: data })
  assert.deepEqual([shown.statusCode, shown.body], [200, 'webp'])
  assert.equal((await upload(Buffer.from('x'), 'image/png')).statusCode, 400)
  const large = await upload(Buffer.alloc(3 * 1024 * 1024), 'multipart/form-data; boundary=x')
  assert.equal(large.statusCode, 413)
})

test('a notification reaches payment at the old addresses and is answered in WeChat’s words', async () => {
  const bodies: string[] = []
  const world = createGatewayWorld({
    payment: {
      async receiveNotification({ body }) {
        bodies.push(Buffer.from(body ?? []).toString())
        return {}
      },
    },
  })
  for (const url of ['/notify/paySuccess', '/notify/refundSuccess']) {
    const { body } = await world.gateway.http.inject({ method: 'POST', url, payload: '{"id":1}' })
    assert.equal(body, '{"code":"SUCCESS","message":"SUCCESS"}')
  }
  assert.deepEqual(bodies, ['{"id":1}', '{"id":1}'])
})

test('whoever lands on the workbench sees it, without money where none is told', async () => {
  const orders = { placed: 2, pending: 0, paid: 1, accepted: 0, delivering: 0, completed: 1, cancelled: 0 }
  const figures = { unitPriceFen: 0, completionRate: 0.5, newUsers: 0, orders }
  const world = createGatewayWorld({ report: { getWorkspace: async () => figures } })
  const today = await call(world, 'kitchen', '/admin/workspace/businessData')
  const zeros = '{"turnover":0.00,"validOrderCount":0,"orderCompletionRate":0,"unitPrice":0.00,"newUsers":0}'
  assert.equal(today.body, `{"code":1,"msg":null,"data":${zeros}}`)
  const { body } = await call(world, 'kitchen', '/admin/workspace/overviewOrders')
  assert.equal(JSON.parse(body).data.allOrders, 2)
})

test('an order of which no money is told is shown with amounts of nothing', async () => {
  const order = orderMessage({ moneyHidden: true, amountFen: 0, charges: [] })
  const world = createGatewayWorld({ order: { findOrder: async () => order } })
  const { body } = await call(world, 'kitchen', '/admin/order/details/645')
  const { amount, packAmount } = JSON.parse(body).data
  assert.deepEqual([amount, packAmount], [0, 0])
})
