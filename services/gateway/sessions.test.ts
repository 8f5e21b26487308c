import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SessionRevokedSchema } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { manualClock } from '#kit/clock.ts'
import { Fault } from '#kit/fault.ts'
import type { Clients } from './clients.ts'
import { bearer, createGatewayWorld } from './gateway.fixture.ts'
import { createSessions } from './sessions.ts'

function createRevokingWorld() {
  const revoked = new Set<string>()
  const asked: (readonly string[])[] = []
  const world = createGatewayWorld({
    user: {
      async findRevokedSessions({ sessionIds = [] }) {
        asked.push([...sessionIds])
        return { revokedIds: sessionIds.filter((id) => revoked.has(id)) }
      },
    },
  })
  const ask = async (token: string) =>
    (await world.gateway.http.inject({ url: '/v1/me', headers: bearer(token) })).statusCode
  return { ...world, revoked, asked, ask }
}

test('a revoked session is refused after one second, though nobody told the gateway', async () => {
  const { clock, revoked, token, ask } = createRevokingWorld()
  const staff = await token('staff')
  assert.equal(await ask(staff), 200)
  revoked.add('s-staff')
  clock.advance(999)
  assert.equal(await ask(staff), 200, 'what was asked within the second still counts')
  clock.advance(1)
  assert.equal(await ask(staff), 401)
})

test('a session revoked long ago is refused at its first sight', async () => {
  const { revoked, token, ask } = createRevokingWorld()
  revoked.add('s-staff')
  assert.equal(await ask(await token('staff')), 401)
})

test('SessionRevoked ends a session at once, and no late answer brings it back', async () => {
  const { gateway, clock, token, ask } = createRevokingWorld()
  const staff = await token('staff')
  assert.equal(await ask(staff), 200)
  const watching = gateway.watches.find(({ event }) => event === SessionRevokedSchema)
  watching?.see({ sessionId: 's-staff' })
  assert.equal(await ask(staff), 401)
  clock.advance(5000)
  assert.equal(await ask(staff), 401)
})

test('a session is asked about at most once a second', async () => {
  const { clock, token, ask, asked } = createRevokingWorld()
  const staff = await token('staff')
  for (let n = 0; n < 10; n += 1) {
    assert.equal(await ask(staff), 200)
    clock.advance(100)
  }
  assert.equal(asked.length, 1)
  await ask(staff)
  assert.equal(asked.length, 2)
})

test('one question is asked at a time, and the next asks for all who came meanwhile', async () => {
  const clock = manualClock(0)
  const asked: (readonly string[])[] = []
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const findRevokedSessions: Clients['user']['findRevokedSessions'] = async ({ sessionIds = [] }) => {
    asked.push([...sessionIds])
    await held
    return { revokedIds: ['b'] }
  }
  const sessions = createSessions({ user: { findRevokedSessions } as Clients['user'], clock, trustMs: 1000 })
  const answers = [sessions.isLive('a'), sessions.isLive('a')]
  await new Promise(setImmediate)
  answers.push(...['b', 'c', 'b'].map((id) => sessions.isLive(id)))
  release()
  assert.deepEqual(await Promise.all(answers), [true, true, false, true, false])
  assert.deepEqual(asked, [['a'], ['b', 'c']])
})

test('a revocation heard while a question is on its way outlives the answer', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const findRevokedSessions: Clients['user']['findRevokedSessions'] = async () => {
    await held
    return { revokedIds: [] }
  }
  const user = { findRevokedSessions } as Clients['user']
  const sessions = createSessions({ user, clock: manualClock(0), trustMs: 1000 })
  const asked = sessions.isLive('a')
  await new Promise(setImmediate)
  sessions.watches[0]?.see({ sessionId: 'a' })
  release()
  assert.equal(await asked, false)
  assert.equal(sessions.isLive('a'), false)
})

test('while nobody can say whether a session counts, it does not', async () => {
  let isDown = false
  const world = createGatewayWorld({
    user: {
      async findRevokedSessions() {
        if (isDown) throw new Fault('unavailable', 'UNREACHABLE', 'user cannot be reached')
        return { revokedIds: [] }
      },
    },
  })
  const staff = await world.token('staff')
  const ask = () => world.gateway.http.inject({ url: '/v1/me', headers: bearer(staff) })
  assert.equal((await ask()).statusCode, 200)
  isDown = true
  world.clock.advance(1000)
  assert.equal((await ask()).statusCode, 503)
  isDown = false
  assert.equal((await ask()).statusCode, 200)
})
