import { createHash } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import { z } from 'zod'
import { type CachedBody, cachedBody } from './cached-body.ts'
import { type Media, noBody, noParams, noQuery, type Route, rawBody, route } from './route.ts'

interface OpenapiNeeds {
  readonly routes: readonly Route[]
  readonly title: string
  readonly version: string
}

type Json = Readonly<Record<string, unknown>>

/** Serves the OpenAPI 3.1 document of the routes, written when it is first asked for. */
export function openapiRoute(needs: OpenapiNeeds): Route {
  let kept: CachedBody | undefined
  const document = () => {
    kept ??= documentOf(needs)
    return kept
  }
  return route({
    name: 'getOpenapi',
    method: 'GET',
    path: '/v1/openapi.json',
    summary: 'This document',
    tag: 'system',
    audience: 'public',
    ownership: 'none',
    params: noParams,
    query: noQuery,
    body: noBody,
    replies: { 200: { media: 'application/json' } },
    rateClass: 'page',
    idempotency: 'none',
    audit: false,
    cached: document,
    handler: async () => document(),
  })
}

function documentOf(needs: OpenapiNeeds): CachedBody {
  const body = Buffer.from(JSON.stringify(openapiOf(needs)))
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  return cachedBody({ etag, body, contentType: 'application/json', cacheControl: 'no-cache' })
}

/** The routes as an OpenAPI 3.1 document; schemas with an id become components. */
export function openapiOf({ routes, title, version }: OpenapiNeeds): Json {
  const components: Record<string, unknown> = {}
  const paths: Record<string, Record<string, unknown>> = {}
  const told = routes.filter(({ dialect, unlisted }) => dialect === undefined && !unlisted)
  for (const declared of told) {
    const path = declared.path.replaceAll(/:([A-Za-z]+)/g, '{$1}')
    paths[path] = { ...paths[path], [declared.method.toLowerCase()]: operationOf(declared, components) }
  }
  components.Problem = schemaOf(problemShape, 'output', components)
  return {
    openapi: '3.1.0',
    info: { title, version },
    tags: [...new Set(told.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: components,
      securitySchemes: { session: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  }
}

const problemShape = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  instance: z.string(),
  traceId: z.string(),
  details: z.record(z.string(), z.string()).optional(),
  errors: z.array(z.object({ in: z.string(), pointer: z.string(), detail: z.string() })).optional(),
})

function operationOf(declared: Route, components: Record<string, unknown>): Json {
  const problem = {
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  }
  return {
    operationId: declared.name,
    summary: declared.summary,
    tags: [declared.tag],
    security: declared.audience === 'public' ? [] : [{ session: [] }],
    parameters: parametersOf(declared, components),
    ...bodyOf(declared, components),
    responses: { ...repliesOf(declared, components), default: { description: 'A problem', ...problem } },
    'x-audience': declared.audience,
    'x-ownership': declared.ownership,
    'x-rate-class': declared.rateClass,
    'x-audit': declared.audit,
  }
}

function parametersOf({ params, query, idempotency }: Route, components: Record<string, unknown>): Json[] {
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    schema: { type: 'string', maxLength: 128 },
  }
  return [
    ...fieldsOf(schemaOf(params, 'input', components), 'path'),
    ...fieldsOf(schemaOf(query, 'input', components), 'query'),
    ...(idempotency === 'required' ? [key] : []),
  ]
}

function fieldsOf(schema: Json, place: 'path' | 'query'): Json[] {
  const required = (schema.required ?? []) as readonly string[]
  return Object.entries((schema.properties ?? {}) as Json).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: field,
  }))
}

function bodyOf({ body }: Route, components: Record<string, unknown>): Json {
  if (body === noBody) return {}
  if (body === rawBody) return { requestBody: { required: true, content: { '*/*': {} } } }
  const schema = schemaOf(body, 'input', components)
  return { requestBody: { required: true, content: { 'application/json': { schema } } } }
}

function repliesOf({ replies }: Route, components: Record<string, unknown>): Json {
  return Object.fromEntries(
    Object.entries(replies).map(([status, reply]) => {
      const content = isMedia(reply) ? mediaOf(reply, components) : jsonOf(reply, components)
      return [status, { description: STATUS_CODES[status] ?? status, ...(content && { content }) }]
    }),
  )
}

function mediaOf({ media, shape }: Media, components: Record<string, unknown>): Json {
  return { [media]: shape ? { schema: schemaOf(shape, 'output', components) } : {} }
}

function isMedia(reply: z.ZodType | Media): reply is Media {
  return 'media' in reply
}

function jsonOf(reply: z.ZodType, components: Record<string, unknown>): Json | undefined {
  if (reply instanceof z.ZodUndefined) return undefined
  return { 'application/json': { schema: schemaOf(reply, 'output', components) } }
}

/** JSON Schema of a shape; what has an id moves to the components. */
function schemaOf(shape: z.ZodType, io: 'input' | 'output', components: Record<string, unknown>): Json {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any' })
  const text = JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')
  const { $defs = {}, ...own } = JSON.parse(text)
  Object.assign(components, $defs)
  return own
}
