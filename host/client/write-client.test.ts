import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { clientFile, currentClient } from '../commands/client.ts'
import { typeOf } from './types.ts'

test('the pages’ client is what the routes make it', () => {
  assert.equal(readFileSync(clientFile, 'utf8'), currentClient(), 'run npm run client')
})

test('a schema becomes the type of what it lets through', () => {
  assert.equal(
    typeOf({ type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'null' }] } }),
    'readonly (string | null)[]',
  )
  assert.equal(typeOf({ enum: ['A', 'B'] }), '"A" | "B"')
  assert.equal(typeOf({ $ref: '#/components/schemas/Order' }), 'Order')
  const properties = { id: { type: 'string' }, 'a-b': { type: 'integer' } }
  assert.equal(
    typeOf({ type: 'object', properties, required: ['id'] }),
    '{ readonly id: string; readonly "a-b"?: number }',
  )
  assert.equal(
    typeOf({ type: 'object', additionalProperties: { type: 'string' } }),
    'Readonly<Record<string, string>>',
  )
  assert.equal(typeOf({}), 'unknown')
})
