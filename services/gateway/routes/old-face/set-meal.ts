import { z } from 'zod'
import type { SetMealSchema } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import type { PlainOf } from '#kit/rpc/message.ts'
import type { Clients } from '../../clients.ts'
import { permitted } from '../../http.ts'
import { categoryNames } from './dish.ts'
import { flag, id, ids, paging, text, whole, yuan } from './input.ts'
import { customer, type OldRoute, oldRoute, staff } from './old-route.ts'
import type { Pictures } from './pictures.ts'
import { changesOf, flagOf, money, newestFirst, pageResult } from './wire.ts'

interface Needs extends Pick<Clients, 'catalog'> {
  readonly pictures: Pictures
}
type SetMeal = PlainOf<typeof SetMealSchema>

const part = z.object({ dishId: id, copies: whole(1, 999) })
const fields = z.object({
  name: text(50),
  categoryId: id,
  price: yuan,
  image: z.string().max(500).default(''),
  description: text(500).default(''),
  setmealDishes: z.array(part).max(100).default([]),
})

export function setMealRoutes(needs: Needs): readonly OldRoute[] {
  return [...changeRoutes(needs), ...saleRoutes(needs), ...pageRoutes(needs), ...customerRoutes(needs)]
}

function changeRoutes({ catalog, pictures }: Needs): readonly OldRoute[] {
  return [
    oldRoute('POST /admin/setmeal', {
      who: permitted.menu,
      summary: '新增套餐',
      reads: fields.extend({ status: flag.default(false) }),
      asks: ({ status, ...given }, { shopId }) =>
        catalog.createSetMeal({ shopId, fields: setMealOf(given, pictures), onSale: status }),
    }),
    oldRoute('PUT /admin/setmeal', {
      who: permitted.menu,
      summary: '修改套餐',
      reads: fields.extend({ id }),
      asks: ({ id: setMealId, ...given }) =>
        catalog.updateSetMeal({ setMealId, fields: setMealOf(given, pictures) }),
    }),
  ]
}

function setMealOf({ price, image, setmealDishes, ...rest }: z.output<typeof fields>, pictures: Pictures) {
  return { ...rest, priceFen: price, image: pictures.imageOf(image), parts: setmealDishes }
}

function saleRoutes({ catalog }: Needs): readonly OldRoute[] {
  return [
    oldRoute('POST /admin/setmeal/status/:status', {
      who: permitted.menu,
      summary: '套餐起售、停售',
      reads: z.object({ id, status: flag }),
      asks: ({ id: setMealId, status }) => catalog.setSetMealOnSale({ setMealId, onSale: status }),
    }),
    oldRoute('DELETE /admin/setmeal', {
      who: permitted.menu,
      summary: '批量删除套餐',
      reads: z.object({ ids }),
      asks: ({ ids: setMealIds }, { shopId }) => catalog.deleteSetMeals({ shopId, setMealIds }),
    }),
  ]
}

function pageRoutes({ catalog, pictures }: Needs): readonly OldRoute[] {
  return [
    oldRoute('GET /admin/setmeal/page', {
      who: staff,
      summary: '套餐分页查询',
      reads: z.object({
        ...{ ...paging, name: text(50).default('') },
        ...{ categoryId: id.default(''), status: flag.optional() },
      }),
      async asks({ categoryId, name, status }, { shopId }) {
        const [{ setMeals }, names] = await Promise.all([
          catalog.listSetMeals({ shopId, categoryId }),
          categoryNames(catalog, shopId),
        ])
        const found = setMeals.filter(
          (each) => each.name.includes(name) && each.onSale === (status ?? each.onSale),
        )
        return { found: found.toSorted(newestFirst), names }
      },
      shows: ({ found, names }, wanted) =>
        pageResult(found, wanted, (setMeal) => ({
          ...showSetMeal(setMeal, pictures),
          categoryName: names.get(setMeal.categoryId) ?? null,
          setmealDishes: [],
        })),
    }),
    getRoute({ catalog, pictures }),
  ]
}

function getRoute({ catalog, pictures }: Needs): OldRoute {
  return oldRoute('GET /admin/setmeal/:id', {
    who: staff,
    summary: '根据 id 查询套餐',
    reads: z.object({ id }),
    async asks({ id: setMealId }, { shopId }) {
      const [setMeal, { dishes }] = await Promise.all([
        catalog.getSetMeal({ setMealId }),
        catalog.listDishes({ shopId }),
      ])
      return { setMeal, prices: new Map(dishes.map((dish) => [dish.id, dish.priceFen])) }
    },
    shows: ({ setMeal, prices }) => ({
      ...showSetMeal(setMeal, pictures),
      categoryName: null,
      setmealDishes: setMeal.parts.map(({ dishId, name, copies }, at) => ({
        id: Number(setMeal.id) * 100 + at + 1,
        setmealId: Number(setMeal.id),
        dishId: Number(dishId),
        name,
        price: money(prices.get(dishId) ?? 0),
        copies,
      })),
    }),
  })
}

function customerRoutes({ catalog, pictures }: Needs): readonly OldRoute[] {
  return [
    oldRoute('GET /user/setmeal/list', {
      who: customer,
      summary: '根据分类 id 查询起售的套餐',
      reads: z.object({ categoryId: id.default('') }),
      asks: ({ categoryId }, { shopId }) => catalog.listSetMeals({ shopId, categoryId, servedNow: true }),
      shows: ({ setMeals }) => setMeals.map((setMeal) => showSetMeal(setMeal, pictures)),
    }),
    oldRoute('GET /user/setmeal/dish/:id', {
      who: customer,
      summary: '根据套餐 id 查询包含的菜品',
      reads: z.object({ id }),
      async asks({ id: setMealId }, { shopId }) {
        const [{ parts }, { dishes }] = await Promise.all([
          catalog.getSetMeal({ setMealId }),
          catalog.listDishes({ shopId }),
        ])
        return parts.map((each) => ({ ...each, dish: dishes.find((dish) => dish.id === each.dishId) }))
      },
      shows: (found) =>
        found.map(({ name, copies, dish }) => {
          const { image = '', description = '' } = dish ?? {}
          return { name, copies, image: pictures.addressOf(image), description }
        }),
    }),
  ]
}

function showSetMeal(setMeal: SetMeal, pictures: Pictures) {
  return {
    id: Number(setMeal.id),
    categoryId: Number(setMeal.categoryId),
    name: setMeal.name,
    price: money(setMeal.priceFen),
    status: flagOf(setMeal.onSale),
    description: setMeal.description,
    image: pictures.addressOf(setMeal.image),
    ...changesOf(setMeal),
  }
}
