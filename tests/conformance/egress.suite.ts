import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { systemClock } from '#kit/clock.ts'
import { withContext } from '#kit/context.ts'
import type { Egress } from '#kit/egress/egress.ts'

/**
 * An egress with one destination `shop` that answers by path: `/echo` with status 402, the header `x-seen`
 * (method and path) and the body it got; `/broken` by breaking off after it has heard; `/silent` never.
 */
export type OpenShop = (t: TestContext) => Promise<Egress>

const get = { method: 'GET', path: '/echo', timeoutMs: 2000 } as const

/** What every adapter of the port egress keeps. */
export function egressSuite(name: string, openShop: OpenShop): void {
  test(`${name}: what is sent arrives, and any status is an answer`, async (t) => {
    const egress = await openShop(t)
    const sent = { ...get, method: 'POST', path: '/echo?a=1', body: '{"单":1}' } as const
    const { status, headers, body } = await egress.send('shop', sent)
    assert.equal(status, 402)
    assert.equal(headers['x-seen'], 'POST /echo?a=1')
    assert.equal(Buffer.from(body).toString(), sent.body)
  })

  test(`${name}: an unknown destination and a path that is none are bugs`, async (t) => {
    const egress = await openShop(t)
    await assert.rejects(egress.send('elsewhere', get), /assertion failed: the destination elsewhere/)
    await assert.rejects(egress.send('shop', { ...get, path: 'echo' }), /assertion failed: a path/)
  })

  test(`${name}: a destination that breaks off is unreachable, and may have done the work`, async (t) => {
    const egress = await openShop(t)
    const expected = { kind: 'unavailable', reason: 'EGRESS_UNREACHABLE', unknown: true }
    await assert.rejects(egress.send('shop', { ...get, path: '/broken' }), expected)
  })

  test(`${name}: no answer in time is expired, and may have done the work`, async (t) => {
    const egress = await openShop(t)
    const expected = { kind: 'expired', reason: 'EGRESS_EXPIRED', unknown: true }
    await assert.rejects(egress.send('shop', { ...get, path: '/silent', timeoutMs: 50 }), expected)
    const patient = () => egress.send('shop', { ...get, path: '/silent' })
    await assert.rejects(withContext({ deadline: systemClock.now() + 50 }, patient), expected)
  })

  test(`${name}: after the deadline, or when the caller has gone, nothing is sent`, async (t) => {
    const egress = await openShop(t)
    const expected = { kind: 'expired', reason: 'EGRESS_EXPIRED', unknown: false }
    const send = () => egress.send('shop', get)
    await assert.rejects(withContext({ deadline: systemClock.now() - 1 }, send), expected)
    await assert.rejects(withContext({ signal: AbortSignal.abort() }, send), expected)
  })
}
