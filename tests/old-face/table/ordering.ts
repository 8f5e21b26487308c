import { filledText, id, minute, money } from '../formats.ts'
import { done, missing, payInWechat, type Row, refused } from '../row.ts'
import { exactly, having, including, listOf, object, textLike } from '../shape.ts'
import { being, cartLine, order } from '../things.ts'

/**
 * What the mini program sends of one fish and two portions of rice: the things, 1 yuan of packing for each
 * and 6 of delivery, added up in doubles.
 */
export const submission = {
  ...{ addressBookId: '$home', payMethod: 1, remark: '少放盐🌶', estimatedDeliveryTime: '$inAnHour' },
  ...{ deliveryStatus: 1, tablewareNumber: 3, tablewareStatus: 1, packAmount: 3 },
  amount: 56 + 18.8 * 2 + 3 + 6,
}
export const submitted = object({ id, orderNumber: filledText, orderAmount: money, orderTime: minute })

export const ordering: readonly Row[] = [
  {
    name: 'nothing is ordered with an empty cart',
    who: 'customer',
    call: 'POST /user/order/submit',
    body: submission,
    answers: refused('购物车数据为空，不能下单'),
  },
  {
    name: 'a fish is wanted',
    who: 'customer',
    call: 'POST /user/shoppingCart/add',
    body: { dishId: '$fish', dishFlavor: '微辣,不要葱' },
    answers: { ...done(), body: having({ code: exactly(1) }) },
  },
  ...[1, 2].map(
    (portion): Row => ({
      name: `and rice, portion ${portion}`,
      who: 'customer',
      call: 'POST /user/shoppingCart/add',
      body: { dishId: '$rice' },
      answers: { ...done(), body: having({ code: exactly(1) }) },
    }),
  ),
  {
    name: 'nothing is ordered to an address that is not there',
    who: 'customer',
    call: 'POST /user/order/submit',
    body: { ...submission, addressBookId: 999999 },
    answers: refused('用户地址为空，不能下单'),
  },
  {
    name: 'the amount is compared, never believed',
    who: 'customer',
    call: 'POST /user/order/submit',
    body: { ...submission, amount: 0.01 },
    answers: refused(filledText, object({ reason: exactly('PRICE_CHANGED'), orderAmount: money })),
  },
  {
    name: 'the shop closes for a moment',
    who: 'manager',
    call: 'PUT /admin/shop/{status}',
    path: { status: 0 },
    body: '0',
    sentAs: 'application/x-www-form-urlencoded',
    answers: done(),
  },
  {
    name: 'nothing is ordered while it is closed',
    who: 'customer',
    call: 'POST /user/order/submit',
    body: submission,
    answers: refused(filledText),
  },
  {
    name: 'nor at a time that nobody named',
    who: 'customer',
    call: 'POST /user/order/submit',
    body: { ...submission, deliveryStatus: 0, estimatedDeliveryTime: '' },
    answers: refused('下单信息有误'),
  },
  {
    name: 'it opens again',
    who: 'manager',
    call: 'PUT /admin/shop/{status}',
    path: { status: 1 },
    body: '1',
    sentAs: 'application/x-www-form-urlencoded',
    answers: done(),
  },
  {
    name: 'an order is placed',
    who: 'customer',
    call: 'POST /user/order/submit',
    body: submission,
    answers: done(submitted),
    keeps: { order: 'data.id', orderNumber: 'data.orderNumber' },
  },
  {
    name: 'a second press means the same order',
    who: 'customer',
    call: 'POST /user/order/submit',
    body: submission,
    answers: done(having({ id: exactly('$order'), orderNumber: exactly('$orderNumber') })),
  },
  {
    name: 'the cart is empty after it',
    who: 'customer',
    call: 'GET /user/shoppingCart/list',
    answers: done(listOf(cartLine, { max: 0 })),
  },
  {
    name: 'it waits for its payment',
    who: 'customer',
    call: 'GET /user/order/orderDetail/{id}',
    path: { id: '$order' },
    answers: done(
      being(order, {
        ...{ status: exactly(1), payStatus: exactly(0), checkoutTime: exactly(null), amount: exactly(102.6) },
        ...{ userId: exactly('$customer'), remark: exactly('少放盐🌶'), packAmount: exactly(3) },
        orderDetailList: including(
          having({ name: exactly('旧面米饭'), number: exactly(2), amount: exactly(18.8) }),
        ),
      }),
    ),
  },
  {
    name: 'it knows its address, and how the cutlery was wished',
    who: 'customer',
    call: 'GET /user/order/orderDetail/{id}',
    path: { id: '$order' },
    answers: done(
      being(order, {
        ...{ addressBookId: exactly('$home'), consignee: exactly('小满') },
        ...{ tablewareNumber: exactly(3), tablewareStatus: exactly(1) },
      }),
    ),
  },
  {
    name: 'when it will be there is told also of one that goes out at once',
    who: 'customer',
    call: 'GET /user/order/orderDetail/{id}',
    path: { id: '$order' },
    answers: done(being(order, { deliveryStatus: exactly(1), estimatedDeliveryTime: minute })),
  },
  {
    name: 'nobody sees an order of somebody else',
    who: 'stranger',
    call: 'GET /user/order/orderDetail/{id}',
    path: { id: '$order' },
    answers: refused('订单不存在'),
  },
  {
    name: 'nor pays it',
    who: 'stranger',
    call: 'PUT /user/order/payment',
    body: { orderNumber: '$orderNumber', payMethod: 1 },
    answers: missing,
  },
  {
    name: 'the mini program gets what wx.requestPayment wants',
    who: 'customer',
    call: 'PUT /user/order/payment',
    body: { orderNumber: '$orderNumber', payMethod: 1 },
    answers: done(
      object({
        ...{ nonceStr: filledText, paySign: filledText, signType: exactly('RSA') },
        timeStamp: textLike(/^\d{10}$/, 'seconds as a text'),
        packageStr: textLike(/^prepay_id=./, 'prepay_id=…'),
      }),
    ),
    keeps: { prepay: { at: 'data.packageStr', part: /^prepay_id=(.+)$/ } },
  },
  {
    name: 'the customer pays in the WeChat app',
    who: 'customer',
    call: payInWechat,
    path: { prepay: '$prepay' },
    answers: { ...done(), body: having({}) },
  },
  {
    name: 'the order is paid and waits for the shop',
    who: 'customer',
    call: 'GET /user/order/orderDetail/{id}',
    path: { id: '$order' },
    answers: done(being(order, { status: exactly(2), payStatus: exactly(1), checkoutTime: minute })),
  },
  {
    name: 'it is not paid twice',
    who: 'customer',
    call: 'PUT /user/order/payment',
    body: { orderNumber: '$orderNumber', payMethod: 1 },
    answers: refused('该订单已支付'),
  },
  {
    name: 'the customer reminds the shop, by a GET',
    who: 'customer',
    call: 'GET /user/order/reminder/{id}',
    path: { id: '$order' },
    answers: done(),
  },
  {
    name: 'nobody reminds of an order of somebody else',
    who: 'stranger',
    call: 'GET /user/order/reminder/{id}',
    path: { id: '$order' },
    answers: refused('订单状态错误'),
  },
  {
    name: 'nor cancels it',
    who: 'stranger',
    call: 'PUT /user/order/cancel/{id}',
    path: { id: '$order' },
    answers: refused('订单不存在'),
  },
  {
    name: 'nor repeats it',
    who: 'stranger',
    call: 'POST /user/order/repetition/{id}',
    path: { id: '$order' },
    answers: missing,
  },
]
