import { ItemKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import {
  ClaimState,
  MoneyState,
  OrderService,
  OrderState,
} from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { Channel } from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import { currentContext } from '#kit/context.ts'
import { Fault } from '#kit/fault.ts'
import { type Handlers, type Served, serve } from '#kit/rpc/service.ts'
import type { ClaimState as ClaimStateName } from './domain/claim.ts'
import type { Money, Order } from './domain/order.ts'
import type { Page } from './domain/page.ts'
import type { Item } from './domain/pricing.ts'
import type { State } from './domain/transitions.ts'
import { replayMessage } from './events.ts'
import {
  cartMessage,
  claimMessage,
  exportMessage,
  importedOf,
  orderMessage,
  quoteMessage,
  refundMessage,
  refundsMessage,
} from './messages.ts'
import type { AfterSalesNeeds, CustomerNeeds, DeskNeeds, ExportNeeds, OrderNeeds } from './ports.ts'
import { acceptOrder } from './use-cases/accept-order.ts'
import { addCartItem } from './use-cases/add-cart-item.ts'
import { addOrderNote } from './use-cases/add-order-note.ts'
import { approveClaim } from './use-cases/approve-claim.ts'
import { cancelExport } from './use-cases/cancel-export.ts'
import { cancelOrder } from './use-cases/cancel-order.ts'
import { clearCart } from './use-cases/clear-cart.ts'
import { closeCustomer } from './use-cases/close-customer.ts'
import { completeOrder } from './use-cases/complete-order.ts'
import { countShopOrders } from './use-cases/count-shop-orders.ts'
import { createExport } from './use-cases/create-export.ts'
import { dispatchOrder } from './use-cases/dispatch-order.ts'
import { findOrder } from './use-cases/find-order.ts'
import { getCart } from './use-cases/get-cart.ts'
import { getExport } from './use-cases/get-export.ts'
import { getExportFile } from './use-cases/get-export-file.ts'
import { getOrder } from './use-cases/get-order.ts'
import { importOrders } from './use-cases/import-orders.ts'
import { listCarts } from './use-cases/list-carts.ts'
import { listConsignees } from './use-cases/list-consignees.ts'
import { listDeliverySlots } from './use-cases/list-delivery-slots.ts'
import { listOrderClaims } from './use-cases/list-order-claims.ts'
import { listOrderNotes } from './use-cases/list-order-notes.ts'
import { listOrders } from './use-cases/list-orders.ts'
import { listRefunds } from './use-cases/list-refunds.ts'
import { listShopClaims } from './use-cases/list-shop-claims.ts'
import { listShopOrders } from './use-cases/list-shop-orders.ts'
import { openClaim } from './use-cases/open-claim.ts'
import { payOrder } from './use-cases/pay-order.ts'
import { quoteCart } from './use-cases/quote-cart.ts'
import { refundOrder } from './use-cases/refund-order.ts'
import { refuseClaim } from './use-cases/refuse-claim.ts'
import { rejectOrder } from './use-cases/reject-order.ts'
import { remindOrder } from './use-cases/remind-order.ts'
import { reorderOrder } from './use-cases/reorder-order.ts'
import { replayEvents } from './use-cases/replay-events.ts'
import { retryRefund } from './use-cases/retry-refund.ts'
import { searchShopOrders } from './use-cases/search-shop-orders.ts'
import { setCartLine } from './use-cases/set-cart-line.ts'
import { submitOrder } from './use-cases/submit-order.ts'
import { takeCartItem } from './use-cases/take-cart-item.ts'
import { withdrawClaim } from './use-cases/withdraw-claim.ts'

const by = () => currentContext().by

/** All that any of the service's use cases needs. */
export type RpcNeeds = OrderNeeds & ExportNeeds & AfterSalesNeeds & DeskNeeds & CustomerNeeds

export function orderRpc(needs: RpcNeeds): Served {
  return serve(OrderService, {
    ...cartHandlers(needs),
    listDeliverySlots: async ({ shopId }) => ({ slots: await listDeliverySlots(needs, shopId) }),

    submitOrder: async (submission) => {
      const { order, replayed } = await submitOrder(needs, submission, by())
      return { order: orderMessage(order, by()), replayed }
    },
    payOrder: async ({ orderId, channel, clientIp }) => {
      const paid = await payOrder(needs, { orderId, channel: channelOf(channel), clientIp }, by())
      return { order: orderMessage(paid.order, by()), parameters: paid.parameters }
    },
    getOrder: async ({ orderId }) => orderMessage(await getOrder(needs, orderId, by()), by()),
    findOrder: async (asked) => orderMessage(await findOrder(needs, asked, by()), by()),
    listOrders: async ({ states, money, ...wish }) => {
      const asked = { ...wish, states: states.map(stateOf), money: moneyStateOf(money) }
      const { total, ...page } = await listOrders(needs, asked, by())
      return { ...pageMessage(page), total }
    },
    listShopOrders: async ({ shopId, states, cursor, limit }) =>
      pageMessage(await listShopOrders(needs, shopId, { states: states.map(stateOf), cursor, limit }, by())),

    acceptOrder: async ({ orderId, minutes }) =>
      orderMessage(await acceptOrder(needs, orderId, by(), minutes), by()),
    rejectOrder: async ({ orderId, note }) =>
      orderMessage(await rejectOrder(needs, orderId, note, by()), by()),
    dispatchOrder: async ({ orderId }) => orderMessage(await dispatchOrder(needs, orderId, by()), by()),
    completeOrder: async ({ orderId }) => orderMessage(await completeOrder(needs, orderId, by()), by()),
    cancelOrder: async ({ orderId, note }) =>
      orderMessage(await cancelOrder(needs, orderId, note, by()), by()),
    remindOrder: async ({ orderId }) => orderMessage(await remindOrder(needs, orderId, by()), by()),
    reorderOrder: async ({ orderId }) => {
      const { cart, leftOut } = await reorderOrder(needs, orderId, by())
      return { cart: cartMessage(cart), leftOut }
    },
    replayEvents: async ({ cursor }) => replayMessage(await replayEvents(needs, cursor, by())),
    ...deskHandlers(needs),
    ...refundHandlers(needs),
    ...claimHandlers(needs),
    closeCustomer: async ({ customerId }) => {
      await closeCustomer(needs, customerId, by())
      return {}
    },
    importOrders: async ({ orders }) => ({
      orders: await importOrders(needs, orders.map(importedOf), by()),
    }),
    ...exportHandlers(needs),
  })
}

type CartVerb =
  | 'getCart'
  | 'listCarts'
  | 'addCartItem'
  | 'takeCartItem'
  | 'setCartLine'
  | 'clearCart'
  | 'quoteCart'

function cartHandlers(needs: OrderNeeds): Pick<Handlers<typeof OrderService>, CartVerb> {
  return {
    getCart: async ({ shopId }) => cartMessage(await getCart(needs, shopId, by())),
    listCarts: async () => ({ carts: (await listCarts(needs, by())).map(cartMessage) }),
    addCartItem: async ({ item, ...addition }) =>
      cartMessage(await addCartItem(needs, { ...addition, item: itemOf(item) }, by())),
    takeCartItem: async ({ item, ...taking }) =>
      cartMessage(await takeCartItem(needs, { ...taking, item: itemOf(item) }, by())),
    setCartLine: async ({ lineId, quantity }) =>
      cartMessage(await setCartLine(needs, lineId, quantity, by())),
    clearCart: async ({ shopId }) => cartMessage(await clearCart(needs, shopId, by())),
    quoteCart: async (wish) => quoteMessage(await quoteCart(needs, wish, by())),
  }
}

type DeskVerb = 'searchShopOrders' | 'listConsignees' | 'countShopOrders' | 'addOrderNote' | 'listOrderNotes'

function deskHandlers(needs: DeskNeeds): Pick<Handlers<typeof OrderService>, DeskVerb> {
  return {
    searchShopOrders: async ({ shopId, states, ...wish }) => {
      const sought = { ...wish, states: states.map(stateOf) }
      const { orders, next, total } = await searchShopOrders(needs, shopId, sought, by())
      return { ...pageMessage({ items: orders, next }), total }
    },
    listConsignees: async ({ shopId, orderIds }) => {
      const found = await listConsignees(needs, shopId, orderIds, by())
      return { consignees: found.map(({ phone: maskedPhone, ...told }) => ({ ...told, maskedPhone })) }
    },
    countShopOrders: async ({ shopId }) => {
      const counts = await countShopOrders(needs, shopId, by())
      return { counts: counts.map(({ state, orders }) => ({ state: OrderState[state], orders })) }
    },
    addOrderNote: (wish) => addOrderNote(needs, wish, by()),
    listOrderNotes: async ({ orderId }) => ({ notes: await listOrderNotes(needs, orderId, by()) }),
  }
}

type RefundVerb = 'refundOrder' | 'retryRefund' | 'listRefunds'

function refundHandlers(needs: AfterSalesNeeds): Pick<Handlers<typeof OrderService>, RefundVerb> {
  return {
    refundOrder: async (wish) => {
      const { refund, replayed } = await refundOrder(needs, wish, by())
      return { refund: refundMessage(refund, by()), replayed }
    },
    retryRefund: async ({ orderId, n }) => refundMessage(await retryRefund(needs, orderId, n, by()), by()),
    listRefunds: async ({ orderId }) => {
      return refundsMessage(await listRefunds(needs, orderId, by()), by())
    },
  }
}

type ClaimVerb =
  | 'openClaim'
  | 'withdrawClaim'
  | 'approveClaim'
  | 'refuseClaim'
  | 'listOrderClaims'
  | 'listShopClaims'

function claimHandlers(needs: AfterSalesNeeds): Pick<Handlers<typeof OrderService>, ClaimVerb> {
  return {
    openClaim: async (wish) => {
      const { claim, replayed } = await openClaim(needs, wish, by())
      return { claim: claimMessage(claim, by()), replayed }
    },
    withdrawClaim: async ({ claimId }) => claimMessage(await withdrawClaim(needs, claimId, by()), by()),
    approveClaim: async (approval) => claimMessage(await approveClaim(needs, approval, by()), by()),
    refuseClaim: async ({ claimId, answer }) =>
      claimMessage(await refuseClaim(needs, claimId, answer, by()), by()),
    listOrderClaims: async ({ orderId }) => {
      const claims = await listOrderClaims(needs, orderId, by())
      return { claims: claims.map((each) => claimMessage(each, by())), nextCursor: '' }
    },
    listShopClaims: async ({ shopId, states, ...page }) => {
      const wish = { ...page, states: states.map(claimStateOf) }
      const { items, next: nextCursor } = await listShopClaims(needs, shopId, wish, by())
      return { claims: items.map((each) => claimMessage(each, by())), nextCursor }
    },
  }
}

type ExportVerb = 'createExport' | 'getExport' | 'getExportFile' | 'cancelExport'

function exportHandlers(needs: ExportNeeds): Pick<Handlers<typeof OrderService>, ExportVerb> {
  return {
    createExport: async (wish) => {
      const { created, replayed } = await createExport(needs, wish, by())
      return { export: exportMessage(created), replayed }
    },
    getExport: async (asked) => exportMessage(await getExport(needs, asked, by())),
    getExportFile: (asked) => partMessages(getExportFile(needs, asked, by())),
    cancelExport: async (asked) => exportMessage(await cancelExport(needs, asked, by())),
  }
}

async function* partMessages(parts: AsyncIterable<Uint8Array>) {
  for await (const body of parts) yield { body }
}

function pageMessage(page: Page<Order>) {
  return {
    orders: page.items.map((order) => ({ ...orderMessage(order, by()), history: [] })),
    nextCursor: page.next,
  }
}

type ItemMessage = { kind: ItemKind; id: string; options: readonly { group: string; choice: string }[] }

function itemOf(message: ItemMessage | undefined): Item {
  if (!message || message.kind === ItemKind.UNSPECIFIED)
    throw new Fault('invalid', 'MESSAGE_INVALID', 'an item has a kind and an id')
  return { ...message, kind: message.kind === ItemKind.DISH ? 'DISH' : 'SET_MEAL' }
}

function channelOf(channel: Channel): 'WECHAT_JSAPI' | 'WECHAT_H5' {
  if (channel === Channel.WECHAT_JSAPI) return 'WECHAT_JSAPI'
  if (channel === Channel.WECHAT_H5) return 'WECHAT_H5'
  throw new Fault('invalid', 'MESSAGE_INVALID', 'a channel must be chosen')
}

function stateOf(state: OrderState): State {
  if (state === OrderState.UNSPECIFIED || OrderState[state] === undefined)
    throw new Fault('invalid', 'MESSAGE_INVALID', 'a state must be one of the order states')
  return OrderState[state] as State
}

function moneyStateOf(money: MoneyState): Money | '' {
  if (MoneyState[money] === undefined)
    throw new Fault('invalid', 'MESSAGE_INVALID', 'money must be in one of the money states')
  return money === MoneyState.UNSPECIFIED ? '' : (MoneyState[money] as Money)
}

function claimStateOf(state: ClaimState): ClaimStateName {
  if (state === ClaimState.UNSPECIFIED || ClaimState[state] === undefined)
    throw new Fault('invalid', 'MESSAGE_INVALID', 'a state must be one of the claim states')
  return ClaimState[state] as ClaimStateName
}
