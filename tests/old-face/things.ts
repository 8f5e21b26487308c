import { count, filledText, flag, id, minute, money, nothing, picture, sex, text, texts } from './formats.ts'
import {
  all,
  exactly,
  type Fields,
  having,
  listOf,
  nullOr,
  numberLike,
  object,
  optional,
  type Shape,
} from './shape.ts'

/** Who made and changed a thing. */
const changes: Fields = {
  createTime: nullOr(minute),
  updateTime: nullOr(minute),
  createUser: nullOr(id),
  updateUser: nullOr(id),
}

/** Without a password that anybody could use: the stars are what the form sends back. */
export const employee = object({
  id,
  username: filledText,
  name: filledText,
  password: exactly('****'),
  phone: text,
  sex,
  idNumber: text,
  status: flag,
  ...changes,
})

const categoryFields: Fields = { id, type: numberLike(/^[12]$/, '1 or 2'), name: filledText, sort: count }
export const category = object({ ...categoryFields, status: flag, ...changes })

const flavor = object({ id: optional(id), dishId: optional(id), name: filledText, value: texts })

const dishFields: Fields = {
  id,
  name: filledText,
  categoryId: id,
  price: money,
  image: picture,
  description: nullOr(text),
  status: flag,
  updateTime: nullOr(minute),
}

/** A dish with its flavours, which are never null. */
export const dish = object({
  ...dishFields,
  categoryName: nullOr(text),
  flavors: listOf(flavor),
  createTime: optional(nullOr(minute)),
  createUser: optional(nullOr(id)),
  updateUser: optional(nullOr(id)),
})

/** A dish as the set meal's editor picks it. */
export const plainDish = object({
  ...dishFields,
  ...changes,
  categoryName: optional(nullOr(text)),
  flavors: optional(listOf(flavor)),
})

const setMealFields: Fields = {
  id,
  categoryId: id,
  name: filledText,
  price: money,
  status: flag,
  description: nullOr(text),
  image: picture,
  updateTime: nullOr(minute),
}
const changesPerhaps: Fields = {
  createTime: optional(nullOr(minute)),
  createUser: optional(nullOr(id)),
  updateUser: optional(nullOr(id)),
}
const part = object({
  id: nullOr(id),
  setmealId: id,
  dishId: id,
  name: filledText,
  price: money,
  copies: count,
})

export const setMeal = object({ ...setMealFields, ...changesPerhaps })
export const setMealListed = object({
  ...setMealFields,
  ...changesPerhaps,
  categoryName: nullOr(text),
  setmealDishes: listOf(part),
})
export const setMealWhole = object({
  ...setMealFields,
  ...changesPerhaps,
  categoryName: nullOr(text),
  setmealDishes: listOf(part, { min: 1 }),
})
export const partShown = object({
  name: filledText,
  copies: count,
  image: picture,
  description: nullOr(text),
})

/** `dishId` or `setmealId`, the other one null. `amount` is the price of one, whatever its name says. */
const thing: Fields = {
  name: filledText,
  dishId: nullOr(id),
  setmealId: nullOr(id),
  dishFlavor: nullOr(text),
  number: count,
  amount: money,
  image: picture,
}
export const cartLine = object({ id, userId: id, ...thing, createTime: nullOr(minute) })
const orderLine = object({ id, orderId: id, ...thing })

export const address = object({
  id,
  userId: id,
  consignee: text,
  phone: text,
  sex,
  provinceCode: nullOr(text),
  provinceName: nullOr(text),
  cityCode: nullOr(text),
  cityName: nullOr(text),
  districtCode: nullOr(text),
  districtName: nullOr(text),
  detail: text,
  label: nullOr(text),
  isDefault: flag,
})

const orderFields: Fields = {
  id,
  number: filledText,
  /** 1 待付款, 2 待接单, 3 待派送, 4 派送中, 5 已完成, 6 已取消 */
  status: numberLike(/^[1-6]$/, 'a status of 1 to 6'),
  userId: id,
  addressBookId: nullOr(id),
  orderTime: minute,
  checkoutTime: nullOr(minute),
  payMethod: numberLike(/^[12]$/, '1 or 2'),
  /** 0 未支付, 1 已支付, 2 退款 */
  payStatus: numberLike(/^[0-2]$/, '0, 1 or 2'),
  amount: money,
  remark: nullOr(text),
  userName: nullOr(text),
  phone: text,
  address: filledText,
  consignee: text,
  cancelReason: nullOr(text),
  rejectionReason: nullOr(text),
  cancelTime: nullOr(minute),
  estimatedDeliveryTime: nullOr(minute),
  deliveryStatus: flag,
  deliveryTime: nullOr(minute),
  /** Whole yuan; the console takes it from the amount. */
  packAmount: numberLike(/^\d+(\.0+)?$/, 'whole yuan'),
  tablewareNumber: count,
  tablewareStatus: flag,
  /** With seconds, for who counts down to it. */
  payDeadline: optional(nullOr(text)),
}

/** In the shop's list the lines are one text, 宫保鸡丁*3;红烧带鱼*2; and nothing else. */
export const orderListed = object({ ...orderFields, orderDishes: filledText, orderDetailList: nothing })
export const order = object({
  ...orderFields,
  orderDishes: nullOr(text),
  orderDetailList: listOf(orderLine, { min: 1 }),
})

/** A thing of which more is known than its shape. */
export const being = (thing: Shape, fields: Fields): Shape => all(thing, having(fields))
