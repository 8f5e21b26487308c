import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '../fault.ts'
import { bearer, createWorld, reached } from './http.fixture.ts'
import type { Act, Ledger } from './ledger.ts'

/** A ledger that is kept, and what happened in which order. */
function createKept(cannot?: Fault) {
  const told: string[] = []
  const acts: Act[] = []
  const ledger: Ledger = async (act) => {
    if (cannot) throw cannot
    acts.push(act)
    told.push(`asked ${act.name}`)
    return async (reason) => {
      told.push(`refused ${reason}`)
    }
  }
  return { ledger, told, acts }
}

const entered = { audience: 'any', audit: 'entry' } as const

test('what an employee asks for is entered before it is done, under the name of the act', async () => {
  const { ledger, told, acts } = createKept()
  const change = reached('change', entered)
  const handler: typeof change.handler = async (request) => {
    told.push('done')
    return change.handler(request)
  }
  const { server } = createWorld([{ ...change, act: 'updateThing', handler }], { ledger })
  assert.equal((await server.inject({ url: '/change', headers: bearer('staff') })).statusCode, 200)
  assert.deepEqual(told, ['asked updateThing', 'done'])
  assert.equal(acts[0]?.path, '/change')
})

test('nothing is entered for customers, where a route asks for none, and of who is refused', async () => {
  const { ledger, told } = createKept()
  const routes = [
    reached('change', entered),
    reached('line', { audience: 'any', audit: 'line' }),
    reached('managed', { audit: 'entry', audience: { roles: ['manager'] } }),
  ]
  const { server } = createWorld(routes, { ledger })
  const status = async (url: string, who: string) =>
    (await server.inject({ url, headers: bearer(who) })).statusCode
  assert.equal(await status('/change', 'customer'), 200)
  assert.equal(await status('/line', 'staff'), 200)
  assert.equal(await status('/managed', 'staff'), 403)
  assert.equal(await status('/change?unknown=1', 'staff'), 400)
  assert.deepEqual(told, [])
})

test('what cannot be entered is not done', async () => {
  const { ledger } = createKept(new Fault('unavailable', 'UNREACHABLE', 'down'))
  const change = reached('change', entered)
  let done = 0
  const handler: typeof change.handler = async (request) => {
    done += 1
    return change.handler(request)
  }
  const { server } = createWorld([{ ...change, handler }], { ledger })
  const { statusCode, body } = await server.inject({ url: '/change', headers: bearer('staff') })
  assert.deepEqual([statusCode, JSON.parse(body).code, done], [503, 'UNREACHABLE', 0])
})

test('a refusal follows its entry, and is told even where it cannot be entered', async () => {
  const { ledger, told } = createKept()
  const handler = () => Promise.reject(new Fault('conflict', 'NUMBER_UNSAFE', 'no'))
  const refusing = { ...reached('refusing', entered), handler }
  const asking = { url: '/refusing', headers: bearer('staff') }
  const { server } = createWorld([refusing], { ledger })
  assert.equal((await server.inject(asking)).statusCode, 409)
  assert.deepEqual(told, ['asked refusing', 'refused NUMBER_UNSAFE'])
  const breaking: Ledger = async () => () => Promise.reject(new Error('gone'))
  const other = createWorld([refusing], { ledger: breaking })
  assert.equal((await other.server.inject(asking)).statusCode, 409)
  assert.ok(other.lines.some(({ message }) => message === 'a refusal was not entered'))
})

test('a server without a ledger does nothing that is to be entered', async () => {
  const { server } = createWorld([reached('change', entered)])
  assert.equal((await server.inject({ url: '/change', headers: bearer('staff') })).statusCode, 500)
})
