import { CatalogService, CategoryKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { InventoryService } from '#contracts/gen/cangqiong/inventory/v1/inventory_pb.js'
import { UserService } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { type Person, withContext } from '#kit/context.ts'
import type { Surroundings } from '#kit/lifecycle/service.ts'
import { demoCategories, demoDishes, demoSetMeals } from './menu.ts'
import {
  type DemoCustomer,
  demoAreas,
  demoCustomers,
  demoEmployees,
  demoPace,
  demoShop,
  demoWeek,
} from './people.ts'
import { drawPicture, type Picture } from './pictures.ts'
import type { Cast } from './stage.ts'

type ClientOf = Surroundings['client']

const system: Person = { kind: 'system', id: 'demo' }

/** Opens the demo's shop: menu with drawn pictures, stock, employees and customers with addresses. */
export async function openShop(client: ClientOf): Promise<Omit<Cast, 'items'>> {
  return withContext({ by: system }, async () => {
    const catalog = client(CatalogService)
    const { id: shopId } = await catalog.createShop({ fields: demoShop })
    await layTheTable(client, shopId)
    const staff = await hire(client, shopId)
    await catalog.setShopHours({ shopId, week: demoWeek })
    await catalog.setShopAreas({ shopId, areas: demoAreas })
    await catalog.setShopPace({ shopId, ...demoPace })
    await catalog.setShopOpen({ shopId, open: true })
    const customers = []
    for (const customer of demoCustomers) customers.push(await register(client, customer))
    return { shopId, staff, customers }
  })
}

async function layTheTable(client: ClientOf, shopId: string): Promise<void> {
  const catalog = client(CatalogService)
  const categoryIds = new Map<string, string>()
  for (const { kind, name, sort } of demoCategories) {
    const fields = { kind: CategoryKind[kind], name, sort, enabled: true }
    categoryIds.set(name, (await catalog.createCategory({ shopId, fields })).id)
  }
  const dishIds = new Map<string, string>()
  for (const { category, picture, dailyAmount, ...dish } of demoDishes) {
    const image = await hangPicture(client, picture)
    const fields = { ...dish, categoryId: categoryIds.get(category), image }
    const { id: dishId } = await catalog.createDish({ shopId, fields })
    await catalog.setDishOnSale({ dishId, onSale: true })
    if (dailyAmount !== undefined) await stockUp(client, { shopId, dishId, dailyAmount })
    dishIds.set(dish.name, dishId)
  }
  for (const { category, picture, parts, ...setMeal } of demoSetMeals) {
    const image = await hangPicture(client, picture)
    const dishes = parts.map(({ dish, copies }) => ({ dishId: dishIds.get(dish), copies }))
    const fields = { ...setMeal, categoryId: categoryIds.get(category), image, parts: dishes }
    const { id: setMealId } = await catalog.createSetMeal({ shopId, fields })
    await catalog.setSetMealOnSale({ setMealId, onSale: true })
  }
}

async function hangPicture(client: ClientOf, picture: Picture): Promise<string> {
  const body = new TextEncoder().encode(drawPicture(picture))
  const { imageId } = await client(CatalogService).putImage({ contentType: 'image/svg+xml', body })
  return `/v1/images/${imageId}`
}

async function stockUp(
  client: ClientOf,
  { shopId, dishId, dailyAmount }: { shopId: string; dishId: string; dailyAmount: number },
): Promise<void> {
  await client(InventoryService).setStock({
    shopId,
    dishId,
    onHand: dailyAmount,
    dailyAmount,
    reason: '开业备货',
  })
}

async function hire(client: ClientOf, shopId: string): Promise<Person> {
  const ids = []
  for (const employee of demoEmployees)
    ids.push((await client(UserService).createEmployee({ shopId, ...employee })).id)
  return { kind: 'employee', id: ids[0] ?? '', shopId, roles: ['manager'] }
}

async function register(client: ClientOf, customer: DemoCustomer): Promise<Cast['customers'][number]> {
  const users = client(UserService)
  const { phone, consignee, sex, district, detail, label, location } = customer
  const { shownCode } = await users.sendPhoneCode({ phone })
  const { subjectId: id } = await users.loginByPhone({ phone, code: shownCode })
  const where = { province: '北京市', city: '北京市', district, detail, location }
  const fields = { consignee, phone, sex, label, ...where }
  const address = await withContext({ by: { kind: 'customer', id } }, () => users.createAddress({ fields }))
  return { id, addressId: address.id }
}
