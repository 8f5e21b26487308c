import { z } from 'zod'
import { ItemKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import type { CartSchema } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { Refusal } from '#kit/http/refusal.ts'
import type { PlainOf } from '#kit/rpc/message.ts'
import type { Clients } from '../../clients.ts'
import { flavorOf, optionsOf } from './flavors.ts'
import { id, text } from './input.ts'
import { customer, nothing, type OldRoute, oldRoute } from './old-route.ts'
import { showItem } from './order-shape.ts'
import type { Pictures } from './pictures.ts'
import { money } from './wire.ts'

interface Needs extends Pick<Clients, 'order' | 'catalog'> {
  readonly pictures: Pictures
}

const thing = z.object({
  dishId: id.optional(),
  setmealId: id.optional(),
  dishFlavor: text(500).default(''),
})
type Thing = z.output<typeof thing>
type Line = PlainOf<typeof CartSchema>['lines'][number]

export function customerCartRoutes(needs: Needs): readonly OldRoute[] {
  return [...changeRoutes(needs), ...clearRoutes(needs), listRoute(needs)]
}

function changeRoutes({ order, catalog }: Needs): readonly OldRoute[] {
  return [
    oldRoute('POST /user/shoppingCart/add', {
      who: customer,
      summary: '添加购物车',
      reads: thing,
      asks: async (given, { shopId }) =>
        order.addCartItem({ shopId, item: await itemOf(catalog, given), quantity: 1 }),
    }),
    oldRoute('POST /user/shoppingCart/sub', {
      who: customer,
      summary: '减少购物车中的商品',
      reads: thing,
      async asks(given, { shopId }) {
        const line = lineOf((await order.getCart({ shopId })).lines, given)
        if (line) await order.takeCartItem({ shopId, item: line.item, quantity: 1 })
      },
    }),
  ]
}

function clearRoutes({ order }: Needs): readonly OldRoute[] {
  return [
    oldRoute('DELETE /user/shoppingCart/clean', {
      who: customer,
      summary: '清空购物车',
      reads: nothing,
      asks: (_, { shopId }) => order.clearCart({ shopId }),
    }),
    oldRoute('DELETE /user/shoppingCart/:id', {
      who: customer,
      summary: '删除购物车中的一行',
      reads: z.object({ id }),
      asks: ({ id: lineId }) => order.setCartLine({ lineId, quantity: 0 }),
    }),
  ]
}

function listRoute({ order, pictures }: Needs): OldRoute {
  return oldRoute('GET /user/shoppingCart/list', {
    who: customer,
    summary: '查看购物车',
    reads: nothing,
    async asks(_, { shopId, by }) {
      const [{ lines }, quote] = await Promise.all([order.getCart({ shopId }), order.quoteCart({ shopId })])
      const items = new Map(lines.map((line) => [line.id, line.item]))
      return { by, lines: quote.lines.map((line) => ({ ...line, item: items.get(line.lineId) })) }
    },
    shows: ({ by, lines }) =>
      lines.map(({ lineId, name, quantity, unitPriceFen, image, item }) => ({
        id: Number(lineId),
        name,
        userId: by.kind === 'customer' ? Number(by.id) : null,
        ...showItem(item),
        number: quantity,
        amount: money(unitPriceFen),
        image: pictures.addressOf(image),
        createTime: null,
      })),
  })
}

async function itemOf(catalog: Needs['catalog'], { dishId, setmealId, dishFlavor }: Thing) {
  if (setmealId !== undefined) return { kind: ItemKind.SET_MEAL, id: setmealId, options: [] }
  if (dishId === undefined)
    throw new Refusal('invalid', 'PARAMETER_INVALID', 'A dish or a set meal is needed')
  const options = dishFlavor === '' ? [] : optionsOf(await catalog.getDish({ dishId }), dishFlavor)
  return { kind: ItemKind.DISH, id: dishId, options }
}

/** The line that is meant: old clients take away with the first flavour only, or with none. */
function lineOf(lines: readonly Line[], { dishId, setmealId, dishFlavor }: Thing): Line | undefined {
  const kind = setmealId === undefined ? ItemKind.DISH : ItemKind.SET_MEAL
  const alike = lines.filter(({ item }) => item?.kind === kind && item.id === (setmealId ?? dishId))
  const flavors = alike.map(({ item }) => flavorOf(item?.options ?? []) ?? '')
  const exact = flavors.indexOf(dishFlavor)
  const near = flavors.findIndex((flavor) => flavor.split(',').includes(dishFlavor.split(',')[0] ?? ''))
  return alike[exact] ?? alike[near] ?? alike[0]
}
