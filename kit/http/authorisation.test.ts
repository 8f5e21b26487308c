import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { bearer, createWorld, plain, reached } from './http.fixture.ts'
import { type Audience, answer, route } from './route.ts'

const callers = ['nobody', 'customer', 'staff', 'manager'] as const

/** Statuses for nobody, a customer, staff and a manager. */
const expected: readonly [Audience, readonly number[]][] = [
  ['public', [200, 200, 200, 200]],
  ['any', [401, 200, 200, 200]],
  ['customer', [401, 200, 403, 403]],
  ['employee', [401, 403, 200, 200]],
  [{ roles: ['manager'] }, [401, 403, 403, 200]],
]

for (const [audience, statuses] of expected) {
  test(`audience ${JSON.stringify(audience)} lets in exactly those it names`, async () => {
    const { server } = createWorld([reached('door', { audience })])
    const answers = callers.map(async (caller) => {
      const headers = caller === 'nobody' ? {} : bearer(caller)
      return (await server.inject({ url: '/door', headers })).statusCode
    })
    assert.deepEqual(await Promise.all(answers), statuses)
  })
}

test('to an employee of one shop another shop is missing, in the words of an absent one', async () => {
  const shelf = route({
    ...plain,
    name: 'shelf',
    path: '/shops/:shopId/shelf',
    audience: 'employee',
    ownership: 'shop',
    params: z.strictObject({ shopId: z.string() }),
    replies: { 200: { media: 'text/plain' } },
    handler: async () => answer(200, 'books'),
  })
  const { server } = createWorld([shelf])
  const ask = (shopId: string) => server.inject({ url: `/shops/${shopId}/shelf`, headers: bearer('manager') })
  assert.equal((await ask('1')).statusCode, 200)
  const [foreign, absent] = [await ask('2'), await ask('999')]
  const { instance: _, traceId: __, ...told } = foreign.json()
  const { instance: ___, traceId: ____, ...toldOfAbsent } = absent.json()
  assert.equal(foreign.statusCode, 404)
  assert.deepEqual(told, toldOfAbsent)
})

test('a confined session reaches the routes it is confined to, public ones, and no other', async () => {
  const audiences: readonly Audience[] = ['any', 'employee', { roles: ['manager'] }]
  const ask = async (name: string, audience: Audience) => {
    const { server } = createWorld([reached(name, { audience })])
    const headers = { ...bearer('newcomer'), 'accept-language': 'en' }
    const { statusCode, body } = await server.inject({ url: `/${name}`, headers })
    return [statusCode, /settle in first/.test(body)]
  }
  for (const audience of audiences) {
    assert.deepEqual(await ask('settle', audience), [200, false])
    assert.deepEqual(await ask('other', audience), [403, true])
  }
  assert.deepEqual(await ask('other', 'public'), [200, false])
})
