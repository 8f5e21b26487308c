import { z } from 'zod'
import { noBody, noParams, type Route } from './route.ts'

const required = [
  'name',
  'method',
  'path',
  'summary',
  'tag',
  'audience',
  'ownership',
  'params',
  'query',
  'body',
  'replies',
  'rateClass',
  'idempotency',
  'audit',
  'handler',
] as const

/** Refuses to boot with routes that are not fully and consistently declared; names every fault found. */
export function checkRoutes(routes: readonly Route[], rateClasses: readonly string[]): void {
  const faults = routes.flatMap((route) =>
    faultsOf(route, rateClasses).map((text) => `${label(route)}: ${text}`),
  )
  for (const [what, of] of [
    ['path', label],
    ['name', (route: Route) => route.name],
  ] as const) {
    const seen = routes.map(of)
    const twice = seen.filter((entry, at) => seen.indexOf(entry) !== at)
    faults.push(...twice.map((entry) => `${entry}: the ${what} is declared twice`))
  }
  if (faults.length > 0) throw new Error(`routes are not fit to serve:\n${faults.join('\n')}`)
}

function faultsOf(route: Route, rateClasses: readonly string[]): string[] {
  const missing = required.filter((field) => route[field] === undefined)
  if (missing.length > 0) return missing.map((field) => `${field} is not declared`)
  const rules: [boolean, string][] = [
    [namesOf(route.path).join() === keysOf(route.params).join(), 'params do not match the path'],
    [route.ownership !== 'shop' || route.path.includes('/:shopId'), 'ownership shop needs :shopId'],
    [route.ownership !== 'shop' || route.audience !== 'public', 'a public route belongs to no shop'],
    [route.rateClass === 'none' || rateClasses.includes(route.rateClass), `no rate class ${route.rateClass}`],
    [route.method !== 'GET' || route.body === noBody, 'a GET has no body'],
    [route.method !== 'GET' || route.idempotency === 'none', 'a GET needs no idempotency key'],
    [!route.cached || (route.method === 'GET' && route.audience === 'public'), 'only a public GET is cached'],
    [Object.keys(route.replies).length > 0, 'no reply is declared'],
  ]
  return rules.filter(([holds]) => !holds).map(([, text]) => text)
}

function label(route: Route): string {
  return `${route.method} ${route.path}`
}

function namesOf(path: string): string[] {
  return [...path.matchAll(/:([A-Za-z]+)/g)].map(([, name = '']) => name).sort()
}

function keysOf(params: Route['params']): string[] {
  if (params === noParams) return []
  return params instanceof z.ZodObject ? Object.keys(params.shape).sort() : ['an object schema']
}
