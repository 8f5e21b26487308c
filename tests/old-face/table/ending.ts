import { minute, page } from '../formats.ts'
import { acknowledged, done, notAcknowledged, payInWechat, type Row, refused } from '../row.ts'
import { exactly, type Fields, having, including, listOf } from '../shape.ts'
import { being, cartLine, order } from '../things.ts'
import { mildWithout } from './cart.ts'
import { submission, submitted } from './ordering.ts'

/** Orders that end before the door, each a repetition of the first. */
export const ending: readonly Row[] = [
  {
    name: 'once more puts the lines of an order into the cart, at the prices of today',
    who: 'customer',
    call: 'POST /user/order/repetition/{id}',
    path: { id: '$order' },
    answers: done(),
  },
  {
    name: 'and there they are',
    who: 'customer',
    call: 'GET /user/shoppingCart/list',
    answers: done(including(having({ dishId: exactly('$fish'), dishFlavor: mildWithout }))),
  },
  placed('of one that is cancelled unpaid', 'unpaid'),
  {
    name: 'the customer cancels before paying, with a content type and no body',
    who: 'customer',
    call: 'PUT /user/order/cancel/{id}',
    path: { id: '$unpaid' },
    answers: done(),
  },
  shown('it is cancelled by the customer, and nothing was paid', 'unpaid', {
    ...{ status: exactly(6), payStatus: exactly(0), cancelTime: minute },
    cancelReason: exactly('用户取消'),
  }),
  {
    name: 'a second press cancels nothing more',
    who: 'customer',
    call: 'PUT /user/order/cancel/{id}',
    path: { id: '$unpaid' },
    answers: done(),
  },
  {
    name: 'nor paid',
    who: 'customer',
    call: 'PUT /user/order/payment',
    body: { orderNumber: '$unpaidNumber', payMethod: 1 },
    answers: refused(),
  },
  {
    name: 'an order that is not there is not cancelled',
    who: 'customer',
    call: 'PUT /user/order/cancel/{id}',
    path: { id: 999999 },
    answers: refused('订单不存在'),
  },

  ...paidOrder('rejected'),
  {
    name: 'the shop rejects an order',
    who: 'clerk',
    call: 'PUT /admin/order/rejection',
    body: { id: '$rejected', rejectionReason: '餐厅已打烊，暂时无法接单' },
    answers: done(),
  },
  shown('its reason stands under rejection, and the money goes back', 'rejected', {
    ...{ status: exactly(6), payStatus: exactly(2), cancelTime: minute },
    ...{ rejectionReason: exactly('餐厅已打烊，暂时无法接单'), cancelReason: exactly(null) },
  }),

  ...paidOrder('cancelled'),
  {
    name: 'an order is taken, its id a number',
    who: 'clerk',
    call: 'PUT /admin/order/confirm',
    body: { id: '$cancelled', status: 3 },
    answers: done(),
  },
  {
    name: 'the shop cancels an order it has taken',
    who: 'clerk',
    call: 'PUT /admin/order/cancel',
    body: { id: '$cancelled', cancelReason: '骑手不足无法配送' },
    answers: done(),
  },
  shown('its reason stands under cancellation, and the money goes back', 'cancelled', {
    ...{ status: exactly(6), payStatus: exactly(2), cancelTime: minute },
    ...{ cancelReason: exactly('骑手不足无法配送'), rejectionReason: exactly(null) },
  }),
  {
    name: 'the refunds have a tab of their own',
    who: 'customer',
    call: 'GET /user/order/historyOrders',
    query: { page: 1, pageSize: 10, status: '', payStatus: 2 },
    answers: done(page(listOf(being(order, { payStatus: exactly(2) }), { min: 2, max: 2 }))),
  },
  {
    name: 'a customer asks for the money of an order that is done',
    who: 'customer',
    call: 'POST /user/order/refund/{id}',
    path: { id: '$order' },
    answers: done(),
  },

  {
    name: 'WeChat Pay tells of a payment, and tells it again',
    who: 'wechat',
    call: 'POST /notify/paySuccess',
    answers: acknowledged,
  },
  {
    name: 'WeChat Pay tells of a refund, and tells it again',
    who: 'wechat',
    call: 'POST /notify/refundSuccess',
    answers: acknowledged,
  },
  {
    name: 'nobody else pays by telling so',
    who: 'nobody',
    call: 'POST /notify/paySuccess',
    body: { resource: { ciphertext: 'AAAA', nonce: '123456789012', associated_data: 'transaction' } },
    answers: notAcknowledged(401),
  },
  {
    name: 'nor sends money back',
    who: 'nobody',
    call: 'POST /notify/refundSuccess',
    body: { resource: { ciphertext: 'AAAA', nonce: '123456789012', associated_data: 'refund' } },
    answers: notAcknowledged(401),
  },
]

/** An order of what is in the cart. */
function placed(what: string, name: string, wishes: object = {}): Row {
  return {
    name: `an order is placed ${what}`,
    who: 'customer',
    call: 'POST /user/order/submit',
    body: { ...submission, ...wishes },
    answers: done(submitted),
    keeps: { [name]: 'data.id', [`${name}Number`]: 'data.orderNumber' },
  }
}

function shown(sentence: string, name: string, fields: Fields): Row {
  return {
    name: sentence,
    who: 'customer',
    call: 'GET /user/order/orderDetail/{id}',
    path: { id: `$${name}` },
    answers: done(being(order, fields)),
  }
}

/** The first order once more, for a time that was chosen, and paid. */
function paidOrder(name: string): readonly Row[] {
  return [
    {
      name: `what was ordered is wanted again, to be ${name}`,
      who: 'customer',
      call: 'POST /user/order/repetition/{id}',
      path: { id: '$order' },
      answers: done(),
    },
    {
      name: `it is in the cart, to be ${name}`,
      who: 'customer',
      call: 'GET /user/shoppingCart/list',
      answers: done(listOf(cartLine, { min: 2, max: 2 })),
    },
    placed(`to be ${name}`, name),
    {
      name: `payment is prepared of the one to be ${name}`,
      who: 'customer',
      call: 'PUT /user/order/payment',
      body: { orderNumber: `$${name}Number`, payMethod: 1 },
      answers: done(having({})),
      keeps: { prepay: { at: 'data.packageStr', part: /^prepay_id=(.+)$/ } },
    },
    {
      name: `the customer pays the one to be ${name}`,
      who: 'customer',
      call: payInWechat,
      path: { prepay: '$prepay' },
      answers: { ...done(), body: having({}) },
    },
    shown(`it is paid, the one to be ${name}`, name, { status: exactly(2), payStatus: exactly(1) }),
  ]
}
