import { demoEmployees } from '../../host/demo/people.ts'
import { call, login, newKey, newPhone, until } from '../journeys/api.ts'
import { addToCart, type Customer, expect, type Stage, submission } from '../journeys/stage.ts'
import { makeOrders } from './populate-orders.ts'
import type { World } from './world.ts'

const hourMs = 3_600_000

/** Something for every operation to work on, so that its request would succeed if nothing spoilt it. */
export async function populate(stage: Stage): Promise<World> {
  const customer = await stage.customer()
  const dishId = await stage.newDish(2000, 50)
  const menu = await makeMenu(stage, dishId)
  const orders = await makeOrders(stage, customer, dishId)
  await addToCart(customer, stage.shopId, dishId)
  const ordered = await submission(customer, stage.shopId)
  const cart = expect(await customer.get(`/v1/cart?shopId=${stage.shopId}`), 200).body
  const spare = expect(await customer.send('POST', '/v1/addresses', address), 201).body.id
  const staff = await login(stage.url, grantOf(demoEmployees[1]))
  const { addressId } = customer
  const ids: Readonly<Record<string, string>> = {
    ...{ ...menu, ...orders, shopId: stage.shopId, dishId, lineId: cart.lines[0].id, code: 'CART_EMPTY' },
    exportId: await makeFile(stage, 'exports', lastHour()),
    workbookId: await makeFile(stage, 'reports/workbooks', { from: '2026-01-01', to: '2026-01-02' }),
    seq: await newestMessage(customer),
    ...{ date: '2030-10-01', n: '1', listSetMealsOfDish: dishId },
    ...{ getAddress: addressId, updateAddress: addressId, setDefaultAddress: addressId },
    ...{ deleteAddress: spare, setEmployeeEnabled: staff.id },
    ...{ updateEmployee: staff.id, resetPassword: staff.id, deleteEmployee: await hireLeaver(stage) },
  }
  const token = await refreshToken(stage)
  const known = {
    ...{ ...ordered, ...address, ...(await phoneLogin(stage)), refreshToken: token },
    ...{ deliverAt: new Date(Date.now() + hourMs).toISOString(), channel: 'WECHAT_H5', onHand: 50 },
    ...{ oldPassword: demoEmployees[0].password, newPassword: 'another-long-password' },
    ...{ username: 'somebody', password: 'a-long-password', roles: ['staff'], deviceId: 'phone-1', seq: 0 },
    ...{ opens: '09:00', closes: '21:00', radiusM: 500 },
    ...{
      dishId,
      id: dishId,
      image: '',
      avatar: '',
      options: [],
      optionGroups: [],
      mealtimes: [{ from: '00:00', to: '24:00' }],
      ...lastHour(),
    },
  }
  const sorted: Readonly<Record<string, readonly string[]>> = {
    sortDishes: [menu.sortedDish ?? ''],
    sortSetMeals: [menu.sortedSetMeal ?? ''],
    sortCategories: await categoriesOf(stage),
  }
  const versionAt = async (path: string) => expect(await stage.manager.get(path), 200).body.version
  const ofDishes = {
    ...known,
    categoryId: menu.dishCategory ?? '',
    version: await versionAt(`/v1/dishes/${menu.updateDish}`),
  }
  const ofSetMeals = {
    ...known,
    categoryId: menu.setMealCategory ?? '',
    version: await versionAt(`/v1/set-meals/${menu.updateSetMeal}`),
  }
  const changes = [{ service: 'order', key: 'takesOrders', value: true }]
  return {
    port: Number(new URL(stage.url).port),
    stage,
    tokens: {
      customer: await customer.token(),
      staff: await staff.token(),
      manager: await stage.manager.token(),
    },
    refreshToken: token,
    idFor: (operation, parameter) => (parameter === 'id' ? ids[operation] : ids[parameter]) ?? '',
    knownTo(operation) {
      if (operation === 'changeConfig') return { version: null, changes }
      if (operation.startsWith('delete')) return { ids: menu[operation] ?? '' }
      if (operation.startsWith('sort')) return { ids: sorted[operation] ?? [] }
      if (operation.endsWith('Report')) return { from: '2024-01-01', to: '2024-12-31' }
      return operation.endsWith('SetMeal') ? ofSetMeals : ofDishes
    },
  }
}

const address = {
  consignee: '测试',
  phone: '13800000001',
  ...{ province: '北京市', city: '北京市', district: '海淀区', detail: '测试路1号', label: '家' },
  location: { latitudeE6: 40_050_000, longitudeE6: 116_310_000 },
}

const grantOf = ({ username, password }: (typeof demoEmployees)[number]) => ({
  grant: 'employee',
  username,
  password,
})

/** An employee who may go. */
async function hireLeaver({ shopId, manager }: Stage): Promise<string> {
  const leaver = { username: 'leaver', name: '小赵', phone: '13800000009', roles: ['staff'] }
  return expect(await manager.send('POST', `/v1/shops/${shopId}/employees`, leaver), 201).body.id
}

/** Things of the menu that may be changed, and others that may go. */
async function makeMenu(stage: Stage, dishId: string): Promise<Readonly<Record<string, string>>> {
  const { shopId, manager } = stage
  const shop = `/v1/shops/${shopId}`
  const made = async (list: string, fields: object) =>
    expect(await manager.send('POST', `${shop}/${list}`, fields), 201).body.id as string
  const listed = async (list: string) => expect(await manager.get(`${shop}/${list}`), 200).body.items
  const [category] = (await listed('categories')).filter(({ kind }: { kind: string }) => kind === 'DISH')
  const [setMeal] = await listed('set-meals')
  const meal = {
    categoryId: setMeal.categoryId,
    name: '可删的套餐',
    priceFen: 1,
    parts: [{ dishId, copies: 1 }],
  }
  const dish = { categoryId: category.id, name: '可删的菜', priceFen: 1 }
  const other = { kind: 'DISH', sort: 1, enabled: true }
  const sortDishes = await made('categories', { ...other, name: '可排的分类' })
  const sortSetMeals = await made('categories', { ...other, kind: 'SET_MEAL', name: '可排的餐类' })
  return {
    dishCategory: category.id,
    setMealCategory: setMeal.categoryId,
    getDish: dishId,
    updateDish: dishId,
    setDishOnSale: dishId,
    deleteDish: await made('dishes', dish),
    deleteDishes: await made('dishes', { ...dish, name: '也可删的菜' }),
    getSetMeal: setMeal.id,
    updateSetMeal: setMeal.id,
    setSetMealOnSale: setMeal.id,
    deleteSetMeal: await made('set-meals', meal),
    deleteSetMeals: await made('set-meals', { ...meal, name: '也可删的套餐' }),
    updateCategory: await made('categories', { ...other, name: '可改的分类' }),
    sortDishes,
    sortedDish: await made('dishes', { ...dish, categoryId: sortDishes, name: '可排的菜' }),
    sortSetMeals,
    sortedSetMeal: await made('set-meals', { ...meal, categoryId: sortSetMeals, name: '可排的套餐' }),
    deleteCategory: await made('categories', { ...other, name: '可删的分类' }),
    getImage: String(setMeal.image).split('/').at(-1) ?? '',
  }
}

async function categoriesOf({ shopId, manager }: Stage): Promise<readonly string[]> {
  const { items } = expect(await manager.get(`/v1/shops/${shopId}/categories`), 200).body
  return items.map(({ id }: { id: string }) => id)
}

/** What is written by a job, once it is. */
async function makeFile({ manager, shopId }: Stage, list: string, wish: object): Promise<string> {
  const path = `/v1/shops/${shopId}/${list}`
  const { id } = expect(await manager.send('POST', path, wish, newKey()), 202).body
  const look = async () => expect(await manager.get(`${path}/${id}`), 200).body
  await until('the file to be done', look, ({ state }) => state === 'DONE')
  return id
}

/** The number of a customer's newest message. */
async function newestMessage(customer: Customer): Promise<string> {
  const look = async () => expect(await customer.get('/v1/messages'), 200).body.items
  const [newest] = await until('a message to come', look, ({ length }) => length > 0)
  return String(newest.seq)
}

function lastHour() {
  const now = Date.now()
  return { from: new Date(now - hourMs).toISOString(), to: new Date(now).toISOString() }
}

async function phoneLogin({ url }: Stage): Promise<{ phone: string; code: string }> {
  const phone = newPhone()
  const sent = await call(url, { method: 'POST', path: '/v1/phone-codes', body: { phone } })
  return { phone, code: expect(sent, 200).body.shownCode }
}

async function refreshToken({ url }: Stage): Promise<string> {
  const body = { grant: 'wechat', jsCode: 'demo-bad-input' }
  return expect(await call(url, { method: 'POST', path: '/v1/sessions', body }), 201).body.refreshToken
}
