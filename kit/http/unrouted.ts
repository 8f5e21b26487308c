import { Refusal } from './refusal.ts'
import { isHeadable, noBody, noParams, noQuery, type Route, route } from './route.ts'

/** Stands for the route where there is none: such requests are counted and limited like all others. */
export const unrouted: Route = route({
  name: 'unrouted',
  method: 'GET',
  path: '/',
  summary: 'No route',
  tag: 'system',
  audience: 'public',
  ownership: 'none',
  params: noParams,
  query: noQuery,
  body: noBody,
  replies: { 404: { media: 'application/problem+json' } },
  rateClass: 'unrouted',
  idempotency: 'none',
  audit: false,
  async handler(): Promise<never> {
    throw routeMissing()
  },
})

/** The refusal for an address that leads nowhere. */
export function routeMissing(): Refusal {
  return new Refusal('missing', 'ROUTE_MISSING', 'There is no such address')
}

/** The refusal for an address that other methods reach; undefined where none does. */
export function methodNotAllowed(routes: readonly Route[], path: string): Refusal | undefined {
  const methods = routes.filter((route) => matches(route.path, path)).flatMap(methodsOf)
  if (methods.length === 0) return undefined
  const allow = [...new Set(methods)].sort().join(', ')
  return new Refusal('invalid', 'METHOD_NOT_ALLOWED', `Only ${allow} is allowed here`, {
    headers: { Allow: allow },
  })
}

function methodsOf(route: Route): string[] {
  return isHeadable(route) ? ['GET', 'HEAD'] : [route.method]
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/')
  const given = path.split('/')
  return (
    wanted.length === given.length && wanted.every((part, at) => part.startsWith(':') || part === given[at])
  )
}
