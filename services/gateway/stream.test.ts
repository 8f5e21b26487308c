import assert from 'node:assert/strict'
import { test } from 'node:test'
import { currentContext } from '#kit/context.ts'
import { bearer, createGatewayWorld } from './gateway.fixture.ts'

/** Three notifications are kept; following begins behind the one asked for. */
function createStreamWorld() {
  const asked: unknown[] = []
  const world = createGatewayWorld({
    push: {
      async *follow({ audience = '', afterSeq = 0 }) {
        asked.push({ audience, afterSeq, by: currentContext().by.kind })
        for (let seq = Math.max(0, afterSeq) + 1; seq <= 3; seq += 1) {
          yield { audience, seq, type: 'order.paid', payload: `{"orderId":"o${seq}"}`, at: 1_760_000_000_000 }
        }
      },
    },
  })
  return { ...world, asked }
}

test('a stream that broke goes on behind the last event its reader had', async () => {
  const { gateway, token, asked } = createStreamWorld()
  const headers = { ...bearer(await token('customer')), 'last-event-id': '2' }
  const { statusCode, body } = await gateway.http.inject({ url: '/v1/stream', headers })
  assert.equal(statusCode, 200)
  const events = [...body.matchAll(/^id: (\d+)\nevent: (\S+)\ndata: (.*)$/gm)].map(([, ...parts]) => parts)
  assert.equal(events.length, 1)
  const [id, event, data = ''] = events[0] ?? []
  assert.deepEqual([id, event], ['3', 'order.paid'])
  assert.deepEqual(JSON.parse(data), {
    seq: 3,
    type: 'order.paid',
    at: '2025-10-09T16:53:20.000+08:00',
    payload: { orderId: 'o3' },
  })
  assert.deepEqual(asked, [{ audience: 'customer:7', afterSeq: 2, by: 'customer' }])
})

test('an employee follows the shop, and a first visit hears only what is new', async () => {
  const { gateway, token, asked } = createStreamWorld()
  await gateway.http.inject({ url: '/v1/stream', headers: bearer(await token('staff')) })
  await gateway.http.inject({ url: '/v1/stream?after=0', headers: bearer(await token('staff')) })
  assert.deepEqual(asked, [
    { audience: 'shop:1', afterSeq: -1, by: 'employee' },
    { audience: 'shop:1', afterSeq: 0, by: 'employee' },
  ])
})

test('a last event id that is no number is taken for none', async () => {
  const { gateway, token, asked } = createStreamWorld()
  const headers = { ...bearer(await token('customer')), 'last-event-id': '-1; DROP' }
  await gateway.http.inject({ url: '/v1/stream', headers })
  assert.deepEqual(asked, [{ audience: 'customer:7', afterSeq: -1, by: 'customer' }])
})
