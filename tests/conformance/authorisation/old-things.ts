import { OrderService } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { withContext } from '#kit/context.ts'
import { newName, submitted } from './menu.ts'
import type { Side } from './people.ts'
import { addressFields } from './samples.ts'
import type { Kind, World } from './things.ts'

/**
 * What is told of a thing that is absent or another's: `refused`, in the old words and alike; `nothing`, the
 * answer of an empty list, or of marks that were set already.
 */
export type Told = 'refused' | 'nothing'

/** What an old call names: which kind of thing, in which field, wherever the field stands. */
export interface Named {
  readonly thing: string
  readonly field: string
  readonly told: Told
  /** Whatever else the call must say to be understood. */
  readonly beside?: () => object
  /** An own one is refused in the very words of an absent one. */
  readonly isAlike?: true
  /** Customers of the old face order in the installation's own shop, which is the one of `here`. */
  readonly isOfTheHouse?: true
}

const refused = 'refused'
const nothing = 'nothing'
const priced = () => ({ name: newName(), price: 10 })
const sorted = () => ({ name: newName(), sort: 1 })
const employee = () => ({ name: '小李', phone: '13800000002' })
const oldAddress = () => {
  const { province: provinceName, city: cityName, district: districtName, ...rest } = addressFields
  return { ...rest, provinceName, cityName, districtName }
}

const address = { thing: 'addresses/:id', field: 'id', told: refused } as const
const order = { thing: 'old orders/:id', field: 'id', told: refused } as const
const category = { thing: 'categories/:id', field: 'id', told: refused } as const
const dish = { thing: 'dishes/:id', field: 'id', told: refused } as const
const setMeal = { thing: 'set-meals/:id', field: 'id', told: refused } as const
const person = { thing: 'employees/:id', field: 'id', told: refused } as const
const inCategory = { thing: 'categories/:id', field: 'categoryId', told: nothing } as const

/** Every old call that names something somebody has. */
export const namedInOldWords: Readonly<Record<string, Named>> = {
  'GET /user/addressBook/:id': address,
  'DELETE /user/addressBook': address,
  'PUT /user/addressBook': { ...address, beside: oldAddress },
  'PUT /user/addressBook/default': address,
  'POST /user/order/submit': { ...address, field: 'addressBookId', isAlike: true },
  'DELETE /user/shoppingCart/:id': { thing: 'lines/:lineId', field: 'id', told: refused },
  'POST /user/shoppingCart/add': { ...dish, field: 'dishId', isOfTheHouse: true },
  'POST /user/shoppingCart/sub': { ...dish, field: 'dishId', told: nothing, isOfTheHouse: true },
  'GET /user/dish/list': { ...inCategory, isOfTheHouse: true },
  'GET /user/setmeal/list': { ...inCategory, isOfTheHouse: true },
  'GET /user/order/orderDetail/:id': order,
  'PUT /user/order/cancel/:id': order,
  'POST /user/order/repetition/:id': order,
  'POST /user/order/refund/:id': order,
  'GET /user/order/reminder/:id': { ...order, isAlike: true },
  'PUT /user/order/payment': { thing: 'old orders/:number', field: 'orderNumber', told: refused },
  'GET /admin/order/details/:id': order,
  'PUT /admin/order/confirm': order,
  'PUT /admin/order/delivery/:id': order,
  'PUT /admin/order/complete/:id': order,
  'PUT /admin/order/rejection': { ...order, beside: () => ({ rejectionReason: '忙' }) },
  'PUT /admin/order/cancel': order,
  'DELETE /admin/category': category,
  'PUT /admin/category': { ...category, beside: sorted },
  'POST /admin/category/status/:status': category,
  'GET /admin/dish/:id': dish,
  'POST /admin/dish': { ...inCategory, told: refused, beside: priced },
  'POST /admin/dish/status/:status': dish,
  'DELETE /admin/dish': { ...dish, field: 'ids' },
  'GET /admin/dish/list': inCategory,
  'GET /admin/dish/page': inCategory,
  'GET /admin/setmeal/:id': setMeal,
  'POST /admin/setmeal/status/:status': setMeal,
  'DELETE /admin/setmeal': { ...setMeal, field: 'ids' },
  'GET /admin/setmeal/page': inCategory,
  'GET /admin/employee/:id': person,
  'PUT /admin/employee': { ...person, beside: employee },
  'POST /admin/employee/status/:status': person,
  'DELETE /admin/employee': person,
}

async function oldOrder(world: World, side: Side): Promise<{ numberId: number; number: string }> {
  const orderId = await submitted(world, side)
  const by = { kind: 'system', id: 'authorisation' } as const
  return withContext({ by }, () => world.town.client(OrderService).getOrder({ orderId }))
}

/** Orders as old front ends name them. */
export const oldKinds: Readonly<Record<string, Kind>> = {
  'old orders/:id': {
    owner: 'both',
    absent: '999999',
    make: async (world, side) => String((await oldOrder(world, side)).numberId),
  },
  'old orders/:number': {
    owner: 'both',
    absent: '20251010000000000',
    make: async (world, side) => (await oldOrder(world, side)).number,
  },
}
