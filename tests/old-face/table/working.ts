import { count, minute, page } from '../formats.ts'
import { done, type Row, refused } from '../row.ts'
import { all, exactly, having, lacking, listOf, object } from '../shape.ts'
import { being, order, orderListed } from '../things.ts'

const mine = being(orderListed, {
  id: exactly('$order'),
  orderDishes: exactly('旧面鱼片*1;旧面米饭*2;'),
})
const found = done(page(listOf(mine, { min: 1, max: 1 })))
const none = done(page(listOf(orderListed, { max: 0 })))

/** The shop's side of an order, from its paid arrival to the door. */
export const working: readonly Row[] = [
  {
    name: 'the shop finds an order by its status, its number, its phone and its day',
    who: 'clerk',
    call: 'GET /admin/order/conditionSearch',
    query: {
      ...{ page: 1, pageSize: 10, status: 2, number: '$orderNumber', phone: '139123' },
      ...{ beginTime: '$today 00:00:00', endTime: '$today 23:59:59' },
    },
    answers: found,
  },
  {
    name: 'without any condition it sees all',
    who: 'clerk',
    call: 'GET /admin/order/conditionSearch',
    query: { page: 1, pageSize: 10, status: '', number: '', phone: '' },
    answers: found,
  },
  {
    name: 'and none of another status',
    who: 'clerk',
    call: 'GET /admin/order/conditionSearch',
    query: { page: 1, pageSize: 10, status: 4 },
    answers: none,
  },
  {
    name: 'nor of another day',
    who: 'clerk',
    call: 'GET /admin/order/conditionSearch',
    query: { page: 1, pageSize: 10, beginTime: '$yesterday 00:00:00', endTime: '$yesterday 23:59:59' },
    answers: none,
  },
  {
    name: 'the tabs have their numbers',
    who: 'clerk',
    call: 'GET /admin/order/statistics',
    answers: done(
      object({ toBeConfirmed: exactly(1), confirmed: exactly(0), deliveryInProgress: exactly(0) }),
    ),
  },
  {
    name: 'the detail has the lines',
    who: 'clerk',
    call: 'GET /admin/order/details/{id}',
    path: { id: '$order' },
    answers: done(
      being(order, {
        ...{ status: exactly(2), consignee: exactly('小满'), phone: exactly('13912345678') },
        orderDetailList: listOf(having({ orderId: exactly('$order') }), { min: 2, max: 2 }),
      }),
    ),
  },
  {
    name: 'an order that is not there is called so',
    who: 'clerk',
    call: 'GET /admin/order/details/{id}',
    path: { id: 999999 },
    answers: refused('订单不存在'),
  },
  {
    name: 'an order that nobody took is not brought',
    who: 'clerk',
    call: 'PUT /admin/order/delivery/{id}',
    path: { id: '$order' },
    answers: refused('订单状态错误'),
  },
  {
    name: 'nor is it done',
    who: 'clerk',
    call: 'PUT /admin/order/complete/{id}',
    path: { id: '$order' },
    answers: refused('订单状态错误'),
  },
  {
    name: 'an order is taken, its id a text where it comes from a notification',
    who: 'clerk',
    call: 'PUT /admin/order/confirm',
    body: { id: '"$order"' },
    answers: done(),
  },
  {
    name: 'what was taken is not rejected',
    who: 'clerk',
    call: 'PUT /admin/order/rejection',
    body: { id: '$order', rejectionReason: '菜品已销售完，暂时无法接单' },
    answers: refused('订单状态错误'),
  },
  {
    name: 'nor cancelled by the customer, who has to call',
    who: 'customer',
    call: 'PUT /user/order/cancel/{id}',
    path: { id: '$order' },
    answers: refused('订单状态错误'),
  },
  {
    name: 'it is shown as taken, with its dishes',
    who: 'clerk',
    call: 'GET /admin/order/conditionSearch',
    query: { page: 1, pageSize: 10, status: 3 },
    answers: found,
  },
  {
    name: 'an order goes out, without a body',
    who: 'clerk',
    call: 'PUT /admin/order/delivery/{id}',
    path: { id: '$order' },
    answers: done(),
  },
  {
    name: 'the tabs count it as on its way',
    who: 'clerk',
    call: 'GET /admin/order/statistics',
    answers: done(having({ toBeConfirmed: count, deliveryInProgress: exactly(1) })),
  },
  {
    name: 'an order is done, without a body',
    who: 'clerk',
    call: 'PUT /admin/order/complete/{id}',
    path: { id: '$order' },
    answers: done(),
  },
  {
    name: 'and has the time of its delivery',
    who: 'clerk',
    call: 'GET /admin/order/details/{id}',
    path: { id: '$order' },
    answers: done(being(order, { status: exactly(5), payStatus: exactly(1), deliveryTime: minute })),
  },
  {
    name: 'what is done is not taken again',
    who: 'clerk',
    call: 'PUT /admin/order/confirm',
    body: { id: '$order' },
    answers: refused('订单状态错误'),
  },
  {
    name: 'and not cancelled',
    who: 'clerk',
    call: 'PUT /admin/order/cancel',
    body: { id: '$order', cancelReason: '骑手不足无法配送' },
    answers: refused('订单状态错误'),
  },
  {
    name: 'an order that is not there is not taken',
    who: 'clerk',
    call: 'PUT /admin/order/confirm',
    body: { id: 999999 },
    answers: refused('订单不存在'),
  },
  {
    name: 'the customer sees it among the own, asked by page',
    who: 'customer',
    call: 'GET /user/order/historyOrders',
    query: { page: 1, pageSize: 10, status: '' },
    answers: done(page(listOf(being(order, { id: exactly('$order'), status: exactly(5) }), { min: 1 }))),
  },
  {
    name: 'or by pageNum, and by status',
    who: 'customer',
    call: 'GET /user/order/historyOrders',
    query: { pageNum: 1, pageSize: 10, status: 5 },
    answers: done(page(listOf(being(order, { status: exactly(5) }), { min: 1, max: 1 }))),
  },
  {
    name: 'others do not',
    who: 'stranger',
    call: 'GET /user/order/historyOrders',
    query: { page: 1, pageSize: 10 },
    answers: done(page(all(listOf(order, { max: 0 }), lacking(having({ id: exactly('$order') }))))),
  },
]
