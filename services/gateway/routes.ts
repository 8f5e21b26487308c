import type { TokenVerifier } from '#kit/http/identity.ts'
import type { Route } from '#kit/http/route.ts'
import type { Ids } from '#kit/ids.ts'
import type { Clients } from './clients.ts'
import type { GatewayConfig } from './config.ts'
import type { Images } from './images.ts'
import type { Menus } from './menus.ts'
import type { Pages } from './pages.ts'
import type { Configuration } from './ports.ts'
import { addressRoutes } from './routes/addresses.ts'
import { cartRoutes } from './routes/cart.ts'
import { categoryRoutes } from './routes/categories.ts'
import { claimRoutes } from './routes/claims.ts'
import { dishRoutes } from './routes/dishes.ts'
import { employeeRoutes } from './routes/employees.ts'
import { exportRoutes } from './routes/exports.ts'
import { imageRoutes } from './routes/images.ts'
import { meRoutes } from './routes/me.ts'
import { menuRoutes } from './routes/menu.ts'
import { menuListRoutes } from './routes/menu-lists.ts'
import { menuSearchRoutes } from './routes/menu-search.ts'
import { messageRoutes } from './routes/messages.ts'
import { notificationRoutes } from './routes/notifications.ts'
import { oldFaceRoutes } from './routes/old-face/old-face.ts'
import { opsAuditRoutes } from './routes/ops-audit.ts'
import { opsConfigRoutes } from './routes/ops-config.ts'
import { orderNoteRoutes } from './routes/order-notes.ts'
import { orderRoutes } from './routes/orders.ts'
import { pageRoutes } from './routes/pages.ts'
import { paymentRoutes } from './routes/payments.ts'
import { refundRoutes } from './routes/refunds.ts'
import { reportRoutes } from './routes/reports.ts'
import { sessionRoutes } from './routes/sessions.ts'
import { setMealRoutes } from './routes/set-meals.ts'
import { shopAreaRoutes } from './routes/shop-areas.ts'
import { shopCustomerRoutes } from './routes/shop-customers.ts'
import { shopHoursRoutes } from './routes/shop-hours.ts'
import { shopOrderRoutes } from './routes/shop-orders.ts'
import { shopRoutes } from './routes/shops.ts'
import { soldOutRoutes } from './routes/sold-out.ts'
import { startRoutes } from './routes/start.ts'
import { stockRoutes } from './routes/stock.ts'
import { stockMovementRoutes } from './routes/stock-movements.ts'
import { workbookRoutes } from './routes/workbooks.ts'
import type { SoldOut } from './sold-out.ts'

export interface GatewayNeeds extends Clients {
  readonly ids: Ids
  readonly menus: Menus
  readonly soldOut: SoldOut
  readonly images: Images
  readonly verifier: TokenVerifier
  readonly configuration: Configuration
  readonly pages: Pages
}

type RouteConfig = Pick<GatewayConfig, 'defaultShopId' | 'demoLogins' | 'docs' | 'oldFace'>

/** Every route of the platform, by area. */
export function gatewayRoutes(needs: GatewayNeeds, config: RouteConfig): readonly Route[] {
  const { defaultShopId, oldFace } = config
  return [
    ...startRoutes(config),
    ...pageRoutes(needs),
    ...sessionRoutes(needs),
    ...meRoutes(needs),
    ...addressRoutes(needs),
    ...shopRoutes(needs),
    ...shopHoursRoutes(needs),
    ...shopAreaRoutes(needs),
    ...menuRoutes(needs),
    ...categoryRoutes(needs),
    ...dishRoutes(needs),
    ...setMealRoutes(needs),
    ...menuSearchRoutes(needs),
    ...menuListRoutes(needs),
    ...imageRoutes(needs),
    ...stockRoutes(needs),
    ...stockMovementRoutes(needs),
    ...soldOutRoutes(needs),
    ...cartRoutes({ ...needs, defaultShopId }),
    ...orderRoutes({ ...needs, defaultShopId }),
    ...shopOrderRoutes(needs),
    ...orderNoteRoutes(needs),
    ...refundRoutes(needs),
    ...claimRoutes(needs),
    ...exportRoutes(needs),
    ...reportRoutes(needs),
    ...shopCustomerRoutes(needs),
    ...workbookRoutes(needs),
    ...notificationRoutes(needs),
    ...messageRoutes(needs),
    ...employeeRoutes(needs),
    ...paymentRoutes(needs),
    ...opsConfigRoutes(needs),
    ...opsAuditRoutes(needs),
    ...oldFaceRoutes(needs, { ...oldFace, shopId: defaultShopId }),
  ]
}
