import type { Route } from '#kit/http/route.ts'
import type { Ids } from '#kit/ids.ts'
import type { Clients } from '../../clients.ts'
import { categoryRoutes } from './category.ts'
import { commonRoutes } from './common.ts'
import { customerAddressRoutes } from './customer-addresses.ts'
import { customerCartRoutes } from './customer-cart.ts'
import { customerLoginRoutes } from './customer-login.ts'
import { customerOrderRoutes } from './customer-orders.ts'
import { customerProfileRoutes } from './customer-profile.ts'
import { dishRoutes } from './dish.ts'
import { employeeRoutes } from './employee.ts'
import { messageRoutes } from './messages.ts'
import { notifyRoutes } from './notify.ts'
import type { Face } from './old-route.ts'
import { olderReportRoutes } from './older-reports.ts'
import { orderRoutes } from './order.ts'
import { createPictures } from './pictures.ts'
import { reportRoutes } from './report.ts'
import { setMealRoutes } from './set-meal.ts'
import { shopRoutes } from './shop.ts'
import { workspaceRoutes } from './workspace.ts'

export interface OldFaceNeeds extends Clients {
  readonly ids: Ids
}

export interface OldFaceConfig extends Face {
  /** Where clients reach the platform; empty where addresses are relative to their own. */
  readonly publicUrl: string
  readonly demoLoginCode: string
}

/** The API that the front ends of the course 苍穹外卖 know, translated onto the services' own rpcs. */
export function oldFaceRoutes(clients: OldFaceNeeds, config: OldFaceConfig): readonly Route[] {
  const needs = { ...clients, ...config, pictures: createPictures(config.publicUrl) }
  const routes = [
    ...[...employeeRoutes(needs), ...categoryRoutes(needs), ...dishRoutes(needs), ...setMealRoutes(needs)],
    ...[...orderRoutes(needs), ...shopRoutes(needs), ...workspaceRoutes(needs), ...reportRoutes(needs)],
    ...olderReportRoutes(needs),
    ...[...commonRoutes(needs), ...notifyRoutes(needs), ...messageRoutes(needs)],
    ...[...customerLoginRoutes(needs), ...customerProfileRoutes(needs), ...customerCartRoutes(needs)],
    ...[...customerAddressRoutes(needs), ...customerOrderRoutes(needs)],
  ]
  return routes.map((route) => route(config))
}
