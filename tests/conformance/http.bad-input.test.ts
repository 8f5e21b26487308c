import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { z } from 'zod'
import type { Route } from '#kit/http/route.ts'
import { bearer, createGatewayWorld } from '../../services/gateway/gateway.fixture.ts'

const world = createGatewayWorld()
const { http } = world.gateway
const routes = http.routes.filter(({ path }) => !path.startsWith('/docs'))
const tokens = await Promise.all([world.token('customer'), world.token('manager')])

const nasty = fc.constantFrom(
  '',
  ' ',
  '0',
  '-1',
  '1',
  '9007199254740993',
  '1e400',
  'NaN',
  'null',
  "' OR 1=1 --",
  '"; DROP TABLE orders; --',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '%00',
  '%ff',
  '%',
  '\u0000',
  '\ud800',
  '💥🍜',
  '𠮷'.repeat(100),
  'a'.repeat(10_000),
  '01999999-0000-7000-8000-000000000001',
  '__proto__',
  'constructor',
  '2026-02-30T25:61:00Z',
  '9999-12-31T23:59:59.999999+23:59',
)

/** Fields of the old face, which it looks for in address, query and body alike. */
const oldFields = [
  ...[
    'id',
    'ids',
    'name',
    'type',
    'sort',
    'status',
    'price',
    'image',
    'categoryId',
    'flavors',
    'setmealDishes',
  ],
  ...['page', 'pageNum', 'pageSize', 'begin', 'end', 'beginTime', 'username', 'password', 'phone', 'code'],
  ...['dishId', 'dishFlavor', 'addressBookId', 'amount', 'estimatedDeliveryTime', 'orderNumber', 'remark'],
]

/** Names the body's shape knows, so that wrong values get as far as they can. */
function fieldsOf({ body, dialect }: Route): string[] {
  if (dialect) return [...oldFields, '__proto__', 'role']
  if (!(body instanceof z.ZodType)) return ['x']
  const text = JSON.stringify(z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }))
  return [
    ...new Set([...text.matchAll(/"([A-Za-z]+)":\{/g)].map(([, name = '']) => name)),
    '__proto__',
    'role',
  ]
}

const queryFieldsOf = ({ dialect }: Route) =>
  dialect ? oldFields : ['shopId', 'limit', 'cursor', 'states', 'x', '__proto__']

const anyValue = fc.oneof(
  nasty,
  fc.jsonValue({ maxDepth: 4 }),
  fc.double(),
  fc.maxSafeInteger(),
  fc.array(nasty, { maxLength: 5 }),
  fc.constant(Array.from({ length: 500 }, () => 1)),
)

const bodyFor = (route: Route) =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .dictionary(fc.constantFrom(...fieldsOf(route)), anyValue)
        .map((body) => JSON.stringify(body)),
    },
    { weight: 2, arbitrary: anyValue.map((value) => JSON.stringify(value) ?? '') },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 5000 }).map((depth) => '['.repeat(depth)) },
  )

const requestFor = (route: Route) =>
  fc.record({
    route: fc.constant(route),
    method: fc.oneof(
      { weight: 8, arbitrary: fc.constant(route.method) },
      { weight: 1, arbitrary: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD') },
    ),
    parts: fc.array(fc.oneof(nasty, fc.constantFrom('1', '2')), { minLength: 3, maxLength: 3 }),
    isEncoded: fc.boolean(),
    query: fc.option(
      fc.array(fc.tuple(fc.constantFrom(...queryFieldsOf(route)), nasty), {
        maxLength: 3,
      }),
    ),
    token: fc.constantFrom(...tokens, 'garbage', undefined),
    type: fc.constantFrom(
      'application/json',
      'application/json',
      'application/json',
      'text/plain',
      'garbage/',
      undefined,
    ),
    key: fc.option(
      fc.oneof(
        fc.constant('k1'),
        nasty.filter((text) => /^[\x20-\x7e]*$/.test(text)),
      ),
    ),
    body: bodyFor(route),
  })

function urlOf(
  path: string,
  parts: readonly string[],
  query: readonly (readonly [string, string])[],
  isEncoded: boolean,
) {
  const write = (text: string) =>
    isEncoded
      ? encodeURIComponent(text.toWellFormed())
      : encodeURI(text.toWellFormed()).replaceAll('%25', '%')
  let at = 0
  const filled = path.replaceAll(/:[A-Za-z]+/g, () => write(parts[at++] ?? '1').slice(0, 300))
  const pairs = query.map(([name, value]) => `${name}=${write(value)}`)
  return pairs.length > 0 ? `${filled}?${pairs.join('&')}` : filled
}

test('no bad input is answered 5xx, and every refusal is a problem with a code', async () => {
  const seen = new Map<number, number>()
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...routes).chain(requestFor), async (request) => {
      const { route, parts, query, isEncoded, token, type, key, body } = request
      const sends = request.method !== 'GET' && request.method !== 'HEAD'
      const headers = {
        ...(token !== undefined && bearer(token)),
        ...(type !== undefined && sends && { 'content-type': type }),
        ...(key !== null && { 'idempotency-key': key }),
      }
      const url = urlOf(route.path, parts, query ?? [], isEncoded)
      const answered = await http.inject({
        method: request.method as 'GET',
        url,
        headers,
        ...(sends && { payload: Buffer.from(body) }),
      })
      const status = answered.statusCode
      seen.set(status, (seen.get(status) ?? 0) + 1)
      assert.ok(status < 500, `${status} ${answered.body}`)
      if (status < 400 || request.method === 'HEAD' || route.wordFault) return
      if (route.dialect && answered.headers['content-type'] === 'application/json; charset=utf-8') {
        assert.match(answered.body, /^{"code":0,"msg":"[^"]+","data":null}$/)
        return
      }
      assert.equal(answered.headers['content-type'], 'application/problem+json')
      const problem = answered.json()
      assert.match(problem.code, /^[A-Z_]+$/)
      assert.equal(problem.status, status)
      assert.doesNotMatch(answered.body, /node_modules|\.ts:\d|at async/)
    }),
    { numRuns: Number(process.env.HTTP_BAD_INPUT_RUNS ?? 3000) },
  )
  for (const status of [400, 401, 403, 404]) assert.ok(seen.has(status), `no request was answered ${status}`)
})
