import { ItemKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { MoneyState, type OrderSchema, OrderState } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import type { PlainOf } from '#kit/rpc/message.ts'

const placedAt = Date.UTC(2026, 10, 22, 8, 30)

/** An order as the order service answers it. */
export function orderMessage(
  changes: Partial<PlainOf<typeof OrderSchema>> = {},
): PlainOf<typeof OrderSchema> {
  const item = { kind: ItemKind.DISH, id: '46', options: [{ group: '忌口', choice: '不要葱' }] }
  return {
    id: '01999999-0000-7000-8000-000000000001',
    number: 'A1-20261122-0007',
    numberId: 645,
    paidAt: 0,
    shopId: '1',
    customerId: '7',
    state: OrderState.PENDING,
    version: 2,
    amountFen: 4200,
    lines: [
      {
        id: '1',
        item,
        name: '王老吉',
        image: 'i1',
        quantity: 2,
        unitPriceFen: 600,
        parts: [{ dishId: '46', name: '王老吉', quantity: 1 }],
      },
    ],
    charges: [{ kind: 'delivery', amountFen: 600 }],
    history: [
      {
        version: 1,
        from: OrderState.UNSPECIFIED,
        to: OrderState.PLACING,
        by: 'customer:7',
        note: '',
        at: placedAt,
      },
    ],
    address: { consignee: '张三', phone: '13800000000', text: '金燕龙' },
    remark: '',
    cutlery: 1,
    addressId: '5',
    cutleryByMeal: false,
    moneyHidden: false,
    deliverAt: 0,
    slotAt: 0,
    estimatedAt: placedAt + 3_000_000,
    payDeadline: placedAt + 900_000,
    cancelReason: '',
    cancelNote: '',
    refundedFen: 0,
    money: MoneyState.UNPAID,
    createdAt: placedAt,
    updatedAt: placedAt,
    shortDishIds: [],
    ...changes,
  }
}
