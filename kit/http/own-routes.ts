import { z } from 'zod'
import type { Readiness } from '../lifecycle/lifecycle.ts'
import { docsRoutes } from './docs.ts'
import { openapiRoute } from './openapi.ts'
import { problemPageRoute } from './problem-page.ts'
import type { Reasons } from './reasons.ts'
import { answer, noBody, noParams, noQuery, type Route, route } from './route.ts'

export interface OwnNeeds {
  readonly routes: readonly Route[]
  readonly reasons: Reasons
  readonly readiness?: () => Promise<Readiness>
  readonly docs?: boolean
  readonly title: string
  readonly version: string
}

/** What every server answers besides its routes. */
export function ownRoutes(needs: OwnNeeds): readonly Route[] {
  const readiness = needs.readiness ?? (async () => ({ ok: true, parts: [] }))
  return [
    livez,
    readyz(readiness),
    ...(needs.docs ? [openapiRoute(needs), ...docsRoutes(needs.title)] : []),
    problemPageRoute(needs.reasons),
  ]
}

const probe = {
  method: 'GET',
  tag: 'system',
  audience: 'public',
  ownership: 'none',
  params: noParams,
  query: noQuery,
  body: noBody,
  rateClass: 'none',
  idempotency: 'none',
  audit: false,
} as const

const readinessShape = z.strictObject({
  ok: z.boolean(),
  parts: z.array(z.strictObject({ name: z.string(), ready: z.boolean() })),
})

const livez = route({
  ...probe,
  name: 'getLiveness',
  path: '/livez',
  summary: 'Whether the process answers at all',
  replies: { 200: { media: 'text/plain; charset=utf-8' } },
  handler: async () => answer(200, 'ok\n'),
})

function readyz(readiness: () => Promise<Readiness>): Route {
  return route({
    ...probe,
    name: 'getReadiness',
    path: '/readyz',
    summary: 'Whether everything has started and can do its work',
    replies: { 200: readinessShape, 503: readinessShape },
    async handler() {
      const { ok, parts } = await readiness()
      return answer(ok ? 200 : 503, { ok, parts: parts.map(({ name, ready }) => ({ name, ready })) })
    },
  })
}
