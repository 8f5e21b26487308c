import assert from 'node:assert/strict'
import { demoEmployees } from '../../../host/demo/people.ts'
import { type Answer, call, newKey, newPhone, until } from '../api.ts'
import { expect, orderOf, paidOrder, type Stage } from '../stage.ts'
import type { Journey } from './journey.ts'

/** A client of the old face: what it gets in the envelope's `data`, where the call is not refused. */
interface OldClient {
  ask(method: string, path: string, body?: unknown): Promise<Answer>
  // biome-ignore lint/suspicious/noExplicitAny: journeys read whatever the API answers
  does(method: string, path: string, body?: unknown): Promise<any>
}

function clientOf(stage: Stage, header: string, token: string): OldClient {
  const ask = (method: string, path: string, body?: unknown) =>
    call(stage.url, { method, path, body, headers: { [header]: token } })
  return {
    ask,
    async does(method, path, body) {
      const answer = expect(await ask(method, path, body), 200)
      assert.equal(answer.body.code, 1, `${method} ${path}: ${answer.body.msg}`)
      return answer.body.data
    },
  }
}

function oldConsole(stage: Stage): Promise<OldClient> {
  const [{ username, password }] = demoEmployees
  return loginTo(stage, username, password)
}

async function loginTo(stage: Stage, username: string, password: string): Promise<OldClient> {
  const body = { username, password }
  const opened = await call(stage.url, { method: 'POST', path: '/admin/employee/login', body })
  return clientOf(stage, 'token', expect(opened, 200).body.data.token)
}

async function oldCustomer(stage: Stage): Promise<OldClient & { readonly addressId: number }> {
  const body = { code: `demo-${newKey()}` }
  const opened = await call(stage.url, { method: 'POST', path: '/user/user/login', body })
  const client = clientOf(stage, 'authentication', expect(opened, 200).body.data.token)
  const region = { provinceName: '北京市', cityName: '北京市', districtName: '海淀区', provinceCode: '11' }
  const person = { consignee: '测试', sex: '1', phone: newPhone() }
  await client.does('POST', '/user/addressBook', { ...person, ...region, detail: '测试路1号', label: '2' })
  const [{ id: addressId }] = await client.does('GET', '/user/addressBook/list')
  await client.does('PUT', '/user/addressBook/default', { id: addressId })
  return { ...client, addressId }
}

/** What the mini program sends; the amount is by its own formula. */
function submissionOf(addressId: number, yuan: number, number: number) {
  return {
    addressBookId: addressId,
    payMethod: 1,
    remark: '',
    estimatedDeliveryTime: '2026-11-22 12:00:00',
    deliveryStatus: 1,
    tablewareNumber: 1,
    tablewareStatus: 0,
    packAmount: number,
    amount: yuan * number + number + 6,
  }
}

/** Presses "pay" as the WeChat app does for a mini program. */
async function payInApp(stage: Stage, packageStr: string): Promise<void> {
  const path = `/cashier/${packageStr.replace('prepay_id=', '')}/pay`
  expect(await call(stage.wechatUrl, { method: 'POST', path }), 200)
}

function hasStatus(client: OldClient, path: string, status: number) {
  return until(
    `order to have status ${status}`,
    () => client.does('GET', path),
    (order: { status: number }) => order.status === status,
  )
}

function isShutOut(client: OldClient) {
  return until(
    'the token to be refused',
    () => client.ask('GET', '/admin/order/statistics'),
    ({ status }) => status === 401,
    2000,
  )
}

/** Front ends that know nothing but the old face, alone and beside those that know `/v1`. */
export const oldFace: readonly Journey[] = [
  {
    name: 'old face: from the login to the door, by existing front ends alone',
    async run(stage) {
      const dish = await stage.newDish(3800, 5)
      const customer = await oldCustomer(stage)
      const sections = await customer.does('GET', '/user/category/list?type=1')
      const { categoryId } = (await (await oldConsole(stage)).does('GET', `/admin/dish/${dish}`)) as never
      assert.ok(sections.some(({ id }: { id: number }) => id === categoryId))
      const menu = await customer.does('GET', `/user/dish/list?categoryId=${categoryId}`)
      assert.ok(
        menu.some(({ id, price }: { id: number; price: number }) => id === Number(dish) && price === 38),
      )

      await customer.does('POST', '/user/shoppingCart/add', { dishId: Number(dish) })
      await customer.does('POST', '/user/shoppingCart/add', { dishId: Number(dish) })
      const [line] = await customer.does('GET', '/user/shoppingCart/list')
      assert.deepEqual([line.dishId, line.number, line.amount], [Number(dish), 2, 38])
      const submission = submissionOf(customer.addressId, 38, 2)
      const { id, orderNumber, orderAmount } = await customer.does('POST', '/user/order/submit', submission)
      assert.equal(orderAmount, 84)
      await hasStatus(customer, `/user/order/orderDetail/${id}`, 1)
      const parameters = await customer.does('PUT', '/user/order/payment', { orderNumber, payMethod: 1 })
      await payInApp(stage, parameters.packageStr)
      await hasStatus(customer, `/user/order/orderDetail/${id}`, 2)

      const clerk = await oldConsole(stage)
      const waiting = await clerk.does('GET', '/admin/order/conditionSearch?page=1&pageSize=100&status=2')
      assert.ok(waiting.records.some((order: { id: number }) => order.id === id))
      await clerk.does('PUT', '/admin/order/confirm', { id })
      await clerk.does('PUT', `/admin/order/delivery/${id}`)
      await clerk.does('PUT', `/admin/order/complete/${id}`)
      const done = await clerk.does('GET', `/admin/order/details/${id}`)
      assert.deepEqual([done.status, done.payStatus, done.orderDetailList.length], [5, 1, 1])
      const again = await clerk.ask('PUT', '/admin/order/rejection', { id, rejectionReason: '太晚' })
      assert.deepEqual([again.status, again.body.code, again.body.msg], [200, 0, '订单状态错误'])
    },
  },
  {
    name: 'old face: an order begun there is finished on /v1, and the other way round',
    async run(stage) {
      const dish = await stage.newDish(2000)
      const { manager } = stage
      const customer = await oldCustomer(stage)
      await customer.does('POST', '/user/shoppingCart/add', { dishId: Number(dish) })
      const { id, orderNumber } = await customer.does(
        'POST',
        '/user/order/submit',
        submissionOf(customer.addressId, 20, 1),
      )
      const { packageStr } = await customer.does('PUT', '/user/order/payment', { orderNumber, payMethod: 1 })
      await payInApp(stage, packageStr)
      await hasStatus(customer, `/user/order/orderDetail/${id}`, 2)
      const page = expect(await manager.get(`/v1/shops/${stage.shopId}/orders?states=PAID`), 200).body.items
      const { id: orderId } = page.find(({ number }: { number: string }) => number === orderNumber)
      for (const verb of ['accept', 'dispatch', 'complete'])
        expect(await manager.send('POST', `/v1/orders/${orderId}/${verb}`), 200)
      await hasStatus(customer, `/user/order/orderDetail/${id}`, 5)

      const clerk = await oldConsole(stage)
      const { number } = await paidOrder(stage, await stage.customer(), dish)
      const found = await clerk.does('GET', `/admin/order/conditionSearch?number=${number}`)
      const [{ id: theirs }] = found.records
      await clerk.does('PUT', '/admin/order/confirm', { id: String(theirs) })
      await clerk.does('PUT', '/admin/order/cancel', { id: theirs, cancelReason: '骑手不足无法配送' })
      await hasStatus(clerk, `/admin/order/details/${theirs}`, 6)
      const ended = await until(
        'the money to be back',
        () => clerk.does('GET', `/admin/order/details/${theirs}`),
        ({ payStatus }) => payStatus === 2,
      )
      assert.equal(ended.cancelReason, '骑手不足无法配送')
    },
  },
  {
    name: 'old face: two presses make one order, and one that is repeated means the first',
    async run(stage) {
      const customer = await oldCustomer(stage)
      const dish = await stage.newDish(2000)
      await customer.does('POST', '/user/shoppingCart/add', { dishId: Number(dish) })
      const submission = submissionOf(customer.addressId, 20, 1)
      const cheaper = await customer.ask('POST', '/user/order/submit', { ...submission, amount: 0.01 })
      assert.equal(cheaper.body.code, 0)
      assert.deepEqual(cheaper.body.data, { reason: 'PRICE_CHANGED', orderAmount: 27 })
      const press = () => customer.does('POST', '/user/order/submit', submission)
      const pressed = await Promise.all([press(), press(), press()])
      const repeated = await press()
      assert.equal(new Set([...pressed, repeated].map(({ id }) => id)).size, 1)
      const other = await customer.ask('POST', '/user/order/submit', { ...submission, remark: '别的' })
      assert.deepEqual([other.body.code, other.body.msg], [0, '购物车数据为空，不能下单'])
      const history = await customer.does('GET', '/user/order/historyOrders?page=1&pageSize=10&status=')
      assert.equal(history.total, 1)
    },
  },
  {
    name: 'old face: an employee changes the initial password, works, and is out at once when disabled',
    async run(stage) {
      const clerk = await oldConsole(stage)
      const username = `old${Date.now() % 10_000_000}`
      const about = { name: '小陈', phone: newPhone(), sex: '0', idNumber: '11010119900307123X' }
      const { id, initialPassword } = await clerk.does('POST', '/admin/employee', { username, ...about })
      const twice = await clerk.ask('POST', '/admin/employee', { username, ...about })
      assert.deepEqual([twice.body.code, twice.body.msg], [0, `'${username}'已存在`])

      const newcomer = await loginTo(stage, username, initialPassword)
      const refused = await newcomer.ask('GET', '/admin/order/statistics')
      assert.deepEqual([refused.status, refused.body.code, refused.body.msg], [200, 0, '请先修改初始密码'])
      const passwords = { oldPassword: initialPassword, newPassword: `chosen ${username}` }
      await newcomer.does('PUT', '/admin/employee/editPassword', passwords)
      await isShutOut(newcomer)
      const employee = await loginTo(stage, username, `chosen ${username}`)
      await employee.does('GET', '/admin/order/statistics')
      expect(await employee.ask('GET', '/admin/employee/page'), 403)

      await clerk.does('POST', `/admin/employee/status/0?id=${id}`)
      await isShutOut(employee)
      await clerk.does('DELETE', `/admin/employee?id=${id}`)
      const { records } = await clerk.does('GET', '/admin/employee/page?page=1&pageSize=1000')
      assert.ok(records.every((each: { id: number }) => each.id !== id))
    },
  },
  {
    name: 'old face: an order of somebody else is one that does not exist',
    async run(stage) {
      const { number } = await orderOf(stage, await stage.customer(), await stage.newDish(2000))
      const clerk = await oldConsole(stage)
      const [{ id }] = (await clerk.does('GET', `/admin/order/conditionSearch?number=${number}`)).records
      const stranger = await oldCustomer(stage)
      for (const [method, path] of [
        ['GET', `/user/order/orderDetail/`],
        ['PUT', `/user/order/cancel/`],
        ['POST', `/user/order/repetition/`],
        ['GET', `/user/order/reminder/`],
      ] as const) {
        const foreign = await stranger.ask(method, `${path}${id}`)
        const absent = await stranger.ask(method, `${path}999999999`)
        assert.deepEqual(foreign.body, absent.body)
        assert.equal(foreign.body.code, 0)
      }
    },
  },
]
