import type { Person } from '../context.ts'
import { Fault } from '../fault.ts'
import type { Middleware } from './chain.ts'
import type { Exchange } from './exchange.ts'
import type { Audience } from './route.ts'

/** Lets pass whom the route's declaration names. What belongs to another shop is missing, not forbidden. */
export function authorisation({ foreignReason }: { foreignReason: string }): Middleware {
  return (next) => (exchange) => {
    const { confined } = exchange.identity
    if (confined && !confined.routes.includes(exchange.route.name)) throw confined.refusal()
    if (!isAddressed(exchange.route.audience, exchange.identity.by)) {
      throw new Fault('forbidden', 'ROLE_MISSING', 'The role for this is missing')
    }
    if (isForeign(exchange)) throw new Fault('missing', foreignReason, 'There is no such thing here')
    return next(exchange)
  }
}

function isAddressed(audience: Audience, by: Person): boolean {
  if (audience === 'public') return true
  if (audience === 'any') return by.kind === 'customer' || by.kind === 'employee'
  if (audience === 'customer' || audience === 'employee') return by.kind === audience
  return by.kind === 'employee' && by.roles.some((role) => audience.roles.includes(role))
}

function isForeign({ route, params, identity: { by } }: Exchange): boolean {
  return route.ownership === 'shop' && by.kind === 'employee' && params.shopId !== by.shopId
}
