import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createGatewayWorld } from '../../services/gateway/gateway.fixture.ts'

interface Operation {
  readonly operationId: string
  readonly security: readonly object[]
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[]
  readonly responses: Readonly<Record<string, { readonly description: string }>>
  readonly requestBody?: object
}

const { http } = createGatewayWorld().gateway
/** Probes are for supervisors, pages for browsers, dialects for older clients. */
const own = /^(getLiveness|getReadiness|getOpenapi|getProblem|getDocs\w*)$/
const routes = http.routes.filter(
  ({ name, dialect, unlisted }) => !own.test(name) && dialect === undefined && !unlisted,
)
const answered = await http.inject({ url: '/v1/openapi.json' })
const document = answered.json()
const operations = Object.entries<Record<string, Operation>>(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

test('the document is OpenAPI 3.1 and has every route exactly once', () => {
  assert.equal(document.openapi, '3.1.0')
  assert.equal(operations.length, routes.length)
  const ids = operations.map(({ operation }) => operation.operationId)
  assert.equal(new Set(ids).size, ids.length)
  for (const { path, method, name } of routes) {
    const written = document.paths[path.replaceAll(/:([A-Za-z]+)/g, '{$1}')][method.toLowerCase()]
    assert.equal(written.operationId, name)
  }
})

test('every reference leads to a component, and every component is a schema', () => {
  const text = JSON.stringify(document)
  const names = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference = '']) => reference)
  assert.ok(names.length > 0)
  for (const reference of names) {
    assert.match(reference, /^#\/components\/schemas\/[A-Za-z]+$/)
    const schema = document.components.schemas[reference.split('/').at(-1) ?? '']
    assert.ok(schema?.type === 'object' || schema?.anyOf || schema?.oneOf, reference)
  }
  assert.ok(['Order', 'Cart', 'Session', 'Problem'].every((name) => name in document.components.schemas))
})

test('path parameters are exactly those in the path, and required', () => {
  for (const { path, operation } of operations) {
    const inPath = [...path.matchAll(/\{([A-Za-z]+)\}/g)].map(([, name]) => name)
    const declared = operation.parameters.filter((parameter) => parameter.in === 'path')
    assert.deepEqual(declared.map(({ name }) => name).sort(), inPath.sort(), path)
    assert.ok(declared.every(({ required }) => required))
  }
})

test('security, idempotency and problems are told as they are declared', () => {
  for (const { name, audience, idempotency } of routes) {
    const operation = operations.find((entry) => entry.operation.operationId === name)?.operation
    assert.equal(operation?.security.length, audience === 'public' ? 0 : 1, name)
    const hasKey = operation?.parameters.some((parameter) => parameter.name === 'Idempotency-Key')
    assert.equal(hasKey, idempotency === 'required', name)
    assert.ok(operation && 'default' in operation.responses)
  }
})

test('the documentation needs nothing but this server', async () => {
  const { body, headers } = await http.inject({ url: '/docs' })
  const wanted = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = '']) => url)
  for (const url of wanted.filter((each) => !each.startsWith('data:'))) {
    assert.ok(url.startsWith('/docs/'), url)
    assert.equal((await http.inject({ url })).statusCode, 200, url)
  }
  assert.match(String(headers['content-security-policy']), /script-src 'self';/)
})

test('a client that has the document gets 304', async () => {
  const headers = { 'if-none-match': String(answered.headers.etag) }
  assert.equal((await http.inject({ url: '/v1/openapi.json', headers })).statusCode, 304)
})
