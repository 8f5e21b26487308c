import { CatalogService, ItemKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { InventoryService, Outcome } from '#contracts/gen/cangqiong/inventory/v1/inventory_pb.js'
import {
  type AttemptSchema,
  AttemptState,
  Channel,
  PaymentService,
  RefundState,
} from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import { UserService } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { currentContext, withContext } from '#kit/context.ts'
import { Fault } from '#kit/fault.ts'
import type { Surroundings } from '#kit/lifecycle/service.ts'
import type { PlainOf } from '#kit/rpc/message.ts'
import type { Order } from './domain/order.ts'
import { type Item, stockNeeded } from './domain/pricing.ts'
import type { AttemptAnswer, Catalog, Customers, Inventory, Payments } from './ports.ts'

type ClientOf = Surroundings['client']

export function catalogClient(client: ClientOf): Catalog {
  const catalog = client(CatalogService)
  return {
    async price(shopId, items, { location, deliverAt } = { deliverAt: 0 }) {
      const destination = location === undefined ? undefined : { location: location ?? undefined }
      const asked = { shopId, items: items.map(contractItem), destination, deliverAt }
      const { items: priced, shop, terms } = await catalog.priceItems(asked)
      if (!shop || !terms) throw new Error('the catalog answered prices without the shop and its terms')
      return { priced, shop, terms }
    },
    slots: async (shopId) => (await catalog.listSlots({ shopId })).slots,
    async hasImages(wanted) {
      const { imageIds } = await catalog.findImages({ imageIds: wanted })
      return wanted.every((imageId) => imageIds.includes(imageId))
    },
    phoneOf: async (shopId) => (await catalog.getShop({ shopId })).phone,
  }
}

export function contractItem(item: Item) {
  return { kind: ItemKind[item.kind], id: item.id, options: item.options }
}

export function inventoryClient(client: ClientOf): Inventory {
  const inventory = client(InventoryService)
  return {
    async reserve(order) {
      const { id: orderId, shopId } = order
      const answer = await asSystem(() =>
        inventory.reserve({ orderId, shopId, lines: stockNeeded(order.lines) }),
      )
      switch (answer.outcome) {
        case Outcome.REJECTED:
          return { outcome: 'REJECTED', shortDishIds: answer.shortDishIds }
        case Outcome.HELD:
          return { outcome: 'HELD' }
        case Outcome.COMMITTED:
          return { outcome: 'COMMITTED' }
        case Outcome.RELEASED:
          return { outcome: 'RELEASED' }
        default:
          throw new Error('inventory answered no outcome')
      }
    },
    commit: async (orderId) => void (await asSystem(() => inventory.commit({ orderId }))),
    release: async (orderId) => void (await asSystem(() => inventory.release({ orderId }))),
    async available(shopId, dishIds, now) {
      const { items } = await inventory.listStock({ shopId, dishIds })
      const free = items.map(({ dishId, onHand = Infinity, reserved, soldOutUntil }) => {
        return [dishId, soldOutUntil > now ? 0 : onHand - reserved] as const
      })
      return new Map(free)
    },
  }
}

export function paymentsClient(client: ClientOf): Payments {
  const payments = client(PaymentService)
  const attemptFields = (order: Order) => ({ orderId: order.id, amountFen: order.amountFen })
  return {
    async prepare(order, attempt, openid, clientIp) {
      const { n, id: attemptId, channel } = attempt
      const answer = await asSystem(() =>
        payments.prepareAttempt({
          ...attemptFields(order),
          orderNumber: order.number,
          attemptId,
          n,
          channel: Channel[channel],
          openid,
          clientIp,
          description: `苍穹外卖 ${order.number}`,
          expiresAt: order.payDeadline,
        }),
      )
      return attemptAnswer(answer)
    },
    async close(order, { id: attemptId, n }) {
      return attemptAnswer(
        await asSystem(() => payments.closeAttempt({ ...attemptFields(order), attemptId, n })),
      )
    },
    async refund(orderId, { attemptId, n, amountFen, cause }) {
      const ask = { orderId, attemptId, n, amountFen, reason: cause }
      const { state } = await asSystem(() => payments.refundAttempt(ask))
      if (state === RefundState.SUCCESS) return 'DONE'
      return state === RefundState.ABNORMAL ? 'ABNORMAL' : 'REQUESTED'
    },
  }
}

function attemptAnswer(answer: PlainOf<typeof AttemptSchema>): AttemptAnswer {
  const { id: attemptId, amountFen, paidAt } = answer
  switch (answer.state) {
    case AttemptState.PREPAID:
      return answer.parameters
        ? { state: 'PREPAID', parameters: { ...answer.parameters } }
        : { state: 'OPEN' }
    case AttemptState.PAID:
      return { state: 'PAID', payment: { attemptId, amountFen, paidAt, late: false } }
    case AttemptState.LATE:
      return { state: 'PAID', payment: { attemptId, amountFen, paidAt, late: true } }
    case AttemptState.CLOSED:
      return { state: 'CLOSED' }
    default:
      return { state: 'OPEN' }
  }
}

export function customersClient(client: ClientOf): Customers {
  const users = client(UserService)
  return {
    async addressOf(addressId) {
      try {
        const address = await users.getAddress({ addressId })
        const { consignee, phone, province, city, district, detail, location = null } = address
        // A municipality is its own only city, and is said once.
        const place = province === city ? [city, district] : [province, city, district]
        return { consignee, phone, text: [...place, detail].join(''), location }
      } catch (thrown) {
        if (!(thrown instanceof Fault) || thrown.kind !== 'missing') throw thrown
        throw new Fault('precondition', 'ADDRESS_UNUSABLE', 'the address cannot be used', { cause: thrown })
      }
    },
    openidOf: async (customerId) => (await users.getCustomer({ customerId })).openid,
  }
}

/** Stock and money are commanded by the order, whoever pressed the button. */
function asSystem<T>(call: () => Promise<T>): Promise<T> {
  if (currentContext().by.kind === 'system') return call()
  return withContext({ by: { kind: 'system', id: 'order' } }, call)
}
