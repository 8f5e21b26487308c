import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CategoryKind, OptionGroupKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { Fault } from '#kit/fault.ts'
import { createGatewayWorld, startedAt } from './gateway.fixture.ts'
import { call } from './old-face.fixture.ts'
import { orderMessage } from './orders.fixture.ts'

const dish = {
  id: '46',
  shopId: '1',
  categoryId: '11',
  name: '鱼',
  priceFen: 5600,
  image: `/v1/images/${'a'.repeat(64)}`,
  description: '',
  onSale: true,
  optionGroups: [
    {
      kind: OptionGroupKind.ADDITION,
      name: '忌口',
      minimum: 1,
      maximum: 2,
      choices: [
        { name: '不要葱', priceFen: 0 },
        { name: '加葱', priceFen: 100 },
      ],
    },
  ],
  version: 1,
  ...{ sort: 0, mealtimes: [], createdAt: startedAt, updatedAt: startedAt },
}
const category = {
  ...{ id: '11', shopId: '1', kind: CategoryKind.DISH, name: '水煮鱼', sort: 8, enabled: true },
  ...{ mealtimes: [], createdAt: startedAt, updatedAt: startedAt },
}

test('an answer is the envelope: ids are numbers and prices have two decimals', async () => {
  const catalog = {
    listDishes: async () => ({ dishes: [dish] }),
    listCategories: async () => ({ categories: [category] }),
  }
  const { body, statusCode } = await call(
    createGatewayWorld({ catalog }),
    'staff',
    '/admin/dish/page?page=1&pageSize=10&status=',
  )
  const flavor = '{"id":4601,"dishId":46,"name":"忌口","value":"[\\"不要葱\\",\\"加葱\\"]"}'
  const shown =
    '{"id":46,"name":"鱼","categoryId":11,"price":56.00,"image":"/user/common/download?name=' +
    `${'a'.repeat(64)}","description":"","status":1,"createTime":"2025-10-09 16:53",` +
    `"updateTime":"2025-10-09 16:53","createUser":null,"updateUser":null,` +
    `"categoryName":"水煮鱼","flavors":[${flavor}]}`
  assert.equal(statusCode, 200)
  assert.equal(body, `{"code":1,"msg":null,"data":{"total":1,"records":[${shown}]}}`)
})

test('who is not logged in is told by 401, whose role is missing by 403, both in the envelope', async () => {
  const world = createGatewayWorld()
  for (const [who, url, status, msg] of [
    [null, '/admin/order/statistics', 401, '用户未登录'],
    [null, '/user/order/historyOrders', 401, '用户未登录'],
    ['customer', '/admin/order/statistics', 403, '没有权限'],
    ['cashier', '/admin/report/top10?begin=2026-11-01&end=2026-11-02', 403, '没有权限'],
  ] as const) {
    const answered = await call(world, who, url)
    assert.equal(answered.statusCode, status, url)
    const { code, msg: told, data } = answered.json()
    assert.deepEqual([code, data], [0, null])
    if (status === 401) assert.equal(told, msg)
  }
})

/** What a service refuses, and how the old pages have always called it. */
const refusals: readonly [Fault, string][] = [
  [new Fault('conflict', 'MOVE_ILLEGAL', ''), '订单状态错误'],
  [new Fault('missing', 'ORDER_MISSING', ''), '订单不存在'],
  [new Fault('conflict', 'NAME_TAKEN', '', { details: { name: '鱼' } }), "'鱼'已存在"],
  [new Fault('conflict', 'USERNAME_TAKEN', '', { details: { username: 'li' } }), "'li'已存在"],
  [
    new Fault('precondition', 'CATEGORY_IN_USE', '', { details: { kind: 'DISH' } }),
    '当前分类关联了菜品,不能删除',
  ],
  [
    new Fault('precondition', 'CATEGORY_IN_USE', '', { details: { kind: 'SET_MEAL' } }),
    '当前分类关联了套餐,不能删除',
  ],
  [new Fault('precondition', 'DISH_ON_SALE', ''), '起售中的菜品不能删除'],
  [new Fault('precondition', 'DISH_IN_SET_MEAL', ''), '当前菜品关联了套餐,不能删除'],
  [new Fault('precondition', 'SET_MEAL_ON_SALE', ''), '起售中的套餐不能删除'],
  [new Fault('precondition', 'SET_MEAL_NOT_SELLABLE', ''), '套餐内包含未启售菜品，无法启售'],
  [new Fault('unauthenticated', 'CREDENTIALS_WRONG', ''), '密码错误'],
  [
    new Fault('unauthenticated', 'CREDENTIALS_WRONG', '', { details: { triesLeft: '3' } }),
    '密码错误，还剩3次',
  ],
  [new Fault('forbidden', 'EMPLOYEE_DISABLED', ''), '账号被锁定'],
  [new Fault('exhausted', 'ACCOUNT_LOCKED', ''), '账号锁定，请1小时后重试'],
  [lockedFor('3600'), '账号锁定，请1小时后重试'],
  [lockedFor('3541'), '账号锁定，请1小时后重试'],
  [lockedFor('3540'), '账号锁定，请59分钟后重试'],
  [lockedFor('1'), '账号锁定，请1分钟后重试'],
  [new Fault('unauthenticated', 'WECHAT_LOGIN_FAILED', ''), '登录失败'],
  [new Fault('precondition', 'PASSWORD_WRONG', ''), '密码修改失败'],
  [new Fault('precondition', 'PASSWORD_WRONG', '', { details: { triesLeft: '1' } }), '密码修改失败，还剩1次'],
  [
    new Fault('precondition', 'ITEM_NOT_SOLD', '', { details: { refusal: 'OPTION_INVALID' } }),
    '请选择商品规格',
  ],
  [new Fault('precondition', 'ITEM_NOT_SOLD', '', { details: { refusal: 'DISH_STOPPED' } }), '有商品已停售'],
  [new Fault('precondition', 'CART_EMPTY', ''), '购物车数据为空，不能下单'],
  [new Fault('precondition', 'ADDRESS_UNUSABLE', ''), '用户地址为空，不能下单'],
  [new Fault('conflict', 'ALREADY_PAID', ''), '该订单已支付'],
]

function lockedFor(retryAfterSeconds: string): Fault {
  return new Fault('exhausted', 'ACCOUNT_LOCKED', '', { details: { retryAfterSeconds } })
}

test('what a service refuses is HTTP 200 with code 0 and the old words', async () => {
  let thrown: Fault | undefined
  const world = createGatewayWorld({ order: { searchShopOrders: () => Promise.reject(thrown) } })
  for (const [fault, msg] of refusals) {
    thrown = fault
    const { statusCode, body } = await call(world, 'staff', '/admin/order/conditionSearch')
    assert.deepEqual([statusCode, body], [200, `{"code":0,"msg":"${msg}","data":null}`])
  }
})

test('what is broken keeps its status and tells nothing of itself', async () => {
  for (const [thrown, status] of [
    [new TypeError('secret'), 500],
    [new Fault('unavailable', 'UNREACHABLE', 'secret'), 503],
  ] as const) {
    const world = createGatewayWorld({ order: { searchShopOrders: () => Promise.reject(thrown) } })
    const { statusCode, body } = await call(world, 'staff', '/admin/order/conditionSearch')
    assert.equal(statusCode, status)
    assert.match(body, /^{"code":0,"msg":"[^"]+","data":null}$/)
    assert.doesNotMatch(body, /secret/)
  }
})

test('a refusal keeps its status where the old page looks at nothing else', async () => {
  const world = createGatewayWorld({
    user: { setEmployeeEnabled: () => Promise.reject(new Fault('missing', 'EMPLOYEE_MISSING', '')) },
  })
  const { statusCode, body } = await call(world, 'manager', '/admin/employee/status/0?id=9', {
    method: 'POST',
  })
  assert.deepEqual([statusCode, body], [404, '{"code":0,"msg":"员工不存在","data":null}'])
})

test('requests are read as old clients send them', async () => {
  const asked: unknown[] = []
  const note = async (request: unknown) => {
    asked.push(request)
    return { ...dish, open: true } as never
  }
  const world = createGatewayWorld({
    catalog: { setShopOpen: note, updateDish: note, deleteDishes: note },
    user: { deleteAddress: note },
    order: { findOrder: async () => orderMessage(), acceptOrder: note, cancelOrder: note },
  })
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  await call(world, 'staff', '/admin/shop/1', { method: 'PUT', body: 1, headers: form })
  const shown = `http://127.0.0.1:8080/user/common/download?name=${'b'.repeat(64)}`
  const edited = { id: 46, name: '鱼', categoryId: 11, price: '56.5', image: shown, code: '', status: '1' }
  const flavors = [{ id: 1, name: '忌口', value: '["加葱","去冰"]', showOption: false }]
  await call(world, 'staff', '/admin/dish', {
    method: 'PUT',
    body: { ...edited, categoryName: null, flavors },
  })
  await call(world, 'staff', '/admin/dish?ids=46,47', { method: 'DELETE' })
  await call(world, 'customer', '/user/addressBook/?id=3', { method: 'DELETE' })
  await call(world, 'staff', '/admin/order/confirm', { method: 'PUT', body: { id: '645' } })
  const empty = { 'content-type': 'application/json' }
  await call(world, 'customer', '/user/order/cancel/645', { method: 'PUT', headers: empty })
  const orderId = orderMessage().id
  const choices = ['加葱', '去冰'].map((name) => ({ name, priceFen: 0 }))
  const optionGroups = [{ kind: OptionGroupKind.UNSPECIFIED, name: '忌口', minimum: 0, maximum: 1, choices }]
  const image = `/v1/images/${'b'.repeat(64)}`
  const fields = { name: '鱼', categoryId: '11', priceFen: 5650, image, description: '', optionGroups }
  assert.deepEqual(asked, [
    { shopId: '1', open: true },
    { dishId: '46', fields, keepsOptionTerms: true },
    { shopId: '1', dishIds: ['46', '47'] },
    { addressId: '3' },
    { orderId },
    { orderId, note: '' },
  ])
})

test('an employee means the shop they work for, a customer that of the installation', async () => {
  const shops: unknown[] = []
  const getShop = async ({ shopId }: { shopId?: string | undefined }) => {
    shops.push(shopId)
    return shop
  }
  const world = createGatewayWorld({ catalog: { getShop } }, { defaultShopId: '5' })
  const token = await world.token('staff', { shop: '2' })
  await world.gateway.http.inject({ url: '/admin/shop/status', headers: { token } })
  await call(world, 'customer', '/user/shop/phone')
  await call(world, null, '/user/shop/status')
  assert.deepEqual(shops, ['2', '5', '5'])
})

const shop = {
  ...{ id: '1', name: '店', address: '', phone: '010', notice: '', open: true, version: 1 },
  ...{ packingFeeFen: 100, deliveryFeeFen: 600, minimumOrderFen: 0, timeZone: 'Asia/Shanghai' },
  ...{ openNow: true, opensAt: 0, closesAt: 0, busyMinutes: 0, busyUntil: 0 },
  ...{ preparationMinutes: 20, deliveryMinutes: 30, slotCapacity: 0 },
}

test('what cannot be read is 400 and asks nobody', async () => {
  const world = createGatewayWorld()
  for (const [url, method, body] of [
    ['/admin/employee/abc', 'GET', undefined],
    ['/admin/dish/status/2?id=1', 'POST', undefined],
    ['/admin/dish/status/1', 'POST', undefined],
    ['/admin/category', 'POST', { name: '鱼', sort: 'x', type: 1 }],
    ['/admin/dish', 'POST', { name: '鱼', categoryId: 1, price: '1.005' }],
    ['/admin/dish', 'POST', { name: '鱼', categoryId: 1, price: 1, flavors: [{ name: '辣', value: 'x' }] }],
    ['/admin/report/top10?begin=2026-13-01&end=2026-11-01', 'GET', undefined],
    ['/admin/order/conditionSearch?beginTime=yesterday', 'GET', undefined],
    ['/admin/order/conditionSearch?beginTime=2026-02-31', 'GET', undefined],
    ['/admin/order/conditionSearch?endTime=2026-11-31 00:00:00', 'GET', undefined],
  ] as const) {
    const { statusCode, body: told } = await call(world, 'manager', url, { method, body })
    assert.equal(statusCode, 400, url)
    assert.match(told, /^{"code":0,"msg":"[^"]+","data":null}$/)
  }
  assert.deepEqual(
    world.calls.filter((name) => !name.startsWith('user.')),
    [],
  )
})
