import { z } from 'zod'
import type { DishSchema } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import type { PlainOf } from '#kit/rpc/message.ts'
import type { Clients } from '../../clients.ts'
import { permitted } from '../../http.ts'
import { readFlavor, showFlavors } from './flavors.ts'
import { flag, id, ids, paging, text, yuan } from './input.ts'
import { customer, type OldRoute, oldRoute, staff } from './old-route.ts'
import type { Pictures } from './pictures.ts'
import { changesOf, flagOf, money, newestFirst, pageResult } from './wire.ts'

interface Needs extends Pick<Clients, 'catalog'> {
  readonly pictures: Pictures
}
type Dish = PlainOf<typeof DishSchema>

const flavor = z.object({ name: text(50), value: z.string().max(2000).default('[]') })
const fields = z.object({
  name: text(50),
  categoryId: id,
  price: yuan,
  image: z.string().max(500).default(''),
  description: text(500).default(''),
  flavors: z.array(flavor).max(20).default([]),
})

export function dishRoutes(needs: Needs): readonly OldRoute[] {
  return [...changeRoutes(needs), ...saleRoutes(needs), ...readRoutes(needs), ...listRoutes(needs)]
}

function changeRoutes({ catalog, pictures }: Needs): readonly OldRoute[] {
  return [
    oldRoute('POST /admin/dish', {
      who: permitted.menu,
      summary: '新增菜品',
      reads: fields.extend({ status: flag.default(false) }),
      asks: ({ status, ...given }, { shopId }) =>
        catalog.createDish({ shopId, fields: dishOf(given, pictures), onSale: status }),
    }),
    oldRoute('PUT /admin/dish', {
      who: permitted.menu,
      summary: '修改菜品',
      reads: fields.extend({ id }),
      asks: ({ id: dishId, ...given }) =>
        catalog.updateDish({ dishId, fields: dishOf(given, pictures), keepsOptionTerms: true }),
    }),
  ]
}

function dishOf({ price, image, flavors, ...rest }: z.output<typeof fields>, pictures: Pictures) {
  return { ...rest, priceFen: price, image: pictures.imageOf(image), optionGroups: flavors.map(readFlavor) }
}

function saleRoutes({ catalog }: Needs): readonly OldRoute[] {
  return [
    oldRoute('POST /admin/dish/status/:status', {
      who: permitted.menu,
      summary: '菜品起售、停售',
      reads: z.object({ id, status: flag }),
      asks: ({ id: dishId, status }) => catalog.setDishOnSale({ dishId, onSale: status }),
    }),
    oldRoute('DELETE /admin/dish', {
      who: permitted.menu,
      summary: '批量删除菜品',
      reads: z.object({ ids }),
      asks: ({ ids: dishIds }, { shopId }) => catalog.deleteDishes({ shopId, dishIds }),
    }),
  ]
}

function readRoutes({ catalog, pictures }: Needs): readonly OldRoute[] {
  return [
    oldRoute('GET /admin/dish/page', {
      who: staff,
      summary: '菜品分页查询',
      reads: z.object({
        ...{ ...paging, name: text(50).default('') },
        ...{ categoryId: id.default(''), status: flag.optional() },
      }),
      async asks({ categoryId, name, status }, { shopId }) {
        const [{ dishes }, names] = await Promise.all([
          catalog.listDishes({ shopId, categoryId }),
          categoryNames(catalog, shopId),
        ])
        const found = dishes.filter(
          (dish) => dish.name.includes(name) && dish.onSale === (status ?? dish.onSale),
        )
        return { found: found.toSorted(newestFirst), names }
      },
      shows: ({ found, names }, wanted) =>
        pageResult(found, wanted, (dish) => showDish(dish, pictures, names.get(dish.categoryId))),
    }),
    oldRoute('GET /admin/dish/:id', {
      who: staff,
      summary: '根据 id 查询菜品',
      reads: z.object({ id }),
      async asks({ id: dishId }, { shopId }) {
        const [dish, names] = await Promise.all([catalog.getDish({ dishId }), categoryNames(catalog, shopId)])
        return { dish, name: names.get(dish.categoryId) }
      },
      shows: ({ dish, name }) => showDish(dish, pictures, name),
    }),
  ]
}

function listRoutes({ catalog, pictures }: Needs): readonly OldRoute[] {
  return [
    ...(
      [
        ['GET /admin/dish/list', staff, false],
        ['GET /user/dish/list', customer, true],
      ] as const
    ).map(([call, who, servedNow]) =>
      oldRoute(call, {
        who,
        summary: '查询起售的菜品',
        reads: z.object({ categoryId: id.default(''), name: text(50).default('') }),
        async asks({ categoryId, name }, { shopId }) {
          const { dishes } = await catalog.listDishes({ shopId, categoryId, servedNow })
          return dishes.filter(({ onSale, name: its }) => onSale && its.includes(name))
        },
        shows: (found) => found.map((dish) => showDish(dish, pictures)),
      }),
    ),
  ]
}

/** What categories are called, by their ids. */
export async function categoryNames(catalog: Needs['catalog'], shopId: string) {
  const { categories } = await catalog.listCategories({ shopId })
  return new Map(categories.map(({ id: categoryId, name }) => [categoryId, name]))
}

function showDish(dish: Dish, pictures: Pictures, categoryName: string | null = null) {
  return {
    id: Number(dish.id),
    name: dish.name,
    categoryId: Number(dish.categoryId),
    price: money(dish.priceFen),
    image: pictures.addressOf(dish.image),
    description: dish.description,
    status: flagOf(dish.onSale),
    ...changesOf(dish),
    categoryName,
    flavors: showFlavors(dish),
  }
}
