import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { createWorld, plain, reached } from './http.fixture.ts'
import { noBody, type Route, rawBody } from './route.ts'

const whole = reached('whole')
const refused = (change: Partial<Route>) => () => createWorld([{ ...whole, ...change }])

const declarations = Object.keys({ ...plain, name: '', path: '', replies: '', handler: '' })

for (const field of declarations) {
  test(`a route that does not declare ${field} does not boot`, () => {
    const { [field as keyof Route]: _, ...rest } = whole
    assert.throws(() => createWorld([rest as Route]), new RegExp(`${field} is not declared`))
  })
}

test('routes that contradict themselves do not boot', () => {
  assert.throws(refused({ path: '/whole/:id' }), /params do not match the path/)
  assert.throws(refused({ params: z.strictObject({ id: z.string() }) }), /params do not match the path/)
  assert.throws(refused({ audience: 'employee', ownership: 'shop' }), /ownership shop needs :shopId/)
  assert.throws(refused({ rateClass: 'unheard' }), /no rate class unheard/)
  assert.throws(refused({ body: rawBody }), /a GET has no body/)
  assert.throws(refused({ idempotency: 'required' }), /a GET needs no idempotency key/)
  assert.throws(refused({ audience: 'any', cached: () => undefined }), /only a public GET is cached/)
  assert.throws(refused({ replies: {} }), /no reply is declared/)
})

test('a route to one shop’s things is never public', () => {
  const params = z.strictObject({ shopId: z.string() })
  assert.throws(
    refused({ path: '/shops/:shopId', params, ownership: 'shop' }),
    /a public route belongs to no shop/,
  )
})

test('two routes of one path or one name do not boot', () => {
  assert.throws(
    () => createWorld([whole, { ...whole, name: 'other' }]),
    /GET \/whole: the path is declared twice/,
  )
  assert.throws(() => createWorld([whole, { ...whole, path: '/other' }]), /whole: the name is declared twice/)
})

test('what is missing from a declaration does not type-check', () => {
  const { body: _, ...rest } = { ...plain, body: noBody }
  // @ts-expect-error the body is not declared
  const incomplete: Pick<Route, keyof typeof plain> = rest
  assert.ok(incomplete)
})
