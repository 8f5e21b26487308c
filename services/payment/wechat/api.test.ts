import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { EgressRequest, EgressResponse } from '#kit/egress/egress.ts'
import { Fault } from '#kit/fault.ts'
import { newAttempt } from '../domain/opening.ts'
import { opening, openTill, startAt, type Till } from '../till.fixture.ts'
import { createWechatProvider } from './provider.ts'
import { type Change, providerBehind } from './wire.fixture.ts'

let till: Till
before(async () => {
  till = await openTill()
})
afterEach(() => till.wechat.reset())
after(() => till.close())

const faults = (reason: string, unknown?: boolean) => (thrown: unknown) =>
  thrown instanceof Fault && thrown.reason === reason && (unknown === undefined || thrown.unknown === unknown)

const attempt = () => newAttempt(opening(), startAt)
const behind = (change: Change) => providerBehind(till, change)

async function paid() {
  const made = attempt()
  const opened = await till.needs.provider.open(made)
  assert.ok(opened.kind === 'prepaid')
  till.wechat.pay(opened.prepayRef)
  return made
}

test('a request that anybody changed on the way is refused by the provider', async () => {
  const swap = (request: EgressRequest, change: Partial<EgressRequest>) => ({ ...request, ...change })
  const authorised = (request: EgressRequest, from: RegExp, to: string) =>
    swap(request, {
      headers: {
        ...request.headers,
        Authorization: (request.headers?.Authorization ?? '').replace(from, to),
      },
    })
  const changes: readonly ((request: EgressRequest) => EgressRequest)[] = [
    (request) => swap(request, { body: (request.body ?? '').replace('5600', '1') }),
    (request) => swap(request, { path: request.path.replace('jsapi', 'h5') }),
    (request) => authorised(request, /nonce_str="./, 'nonce_str="x'),
    (request) => authorised(request, /timestamp="\d+"/, `timestamp="${startAt / 1000 - 600}"`),
    (request) => authorised(request, /mchid="\d+"/, 'mchid="1600000000"'),
    (request) => authorised(request, /serial_no="\w+"/, 'serial_no="00"'),
    (request) => authorised(request, /signature="...../, 'signature="AAAAA'),
    (request) => authorised(request, /.*/, ''),
  ]
  for (const request of changes) {
    const made = attempt()
    await assert.rejects(behind({ request }).open(made), faults('PROVIDER_UNAVAILABLE', false))
    assert.deepEqual(await till.needs.provider.query(made.id), { kind: 'missing' })
  }
})

test('an answer that anybody changed on the way is not believed, whatever it says', async () => {
  const made = await paid()
  const header = (name: string, value: (before: string) => string) => (answer: EgressResponse) => ({
    ...answer,
    headers: { ...answer.headers, [name]: value(answer.headers[name] ?? '') },
  })
  const changes: readonly ((answer: EgressResponse) => EgressResponse)[] = [
    (answer) => ({
      ...answer,
      body: Buffer.from(Buffer.from(answer.body).toString().replace('5600', '5601')),
    }),
    (answer) => ({ ...answer, body: Buffer.concat([answer.body, Buffer.from(' ')]) }),
    header('wechatpay-timestamp', (text) => String(Number(text) + 1)),
    header('wechatpay-nonce', (text) => text.replace(/^./, 'z')),
    header('wechatpay-signature', (text) => text.replace(/^...../, 'AAAAA')),
    header('wechatpay-signature', (text) => `WECHATPAY/SIGNTEST/${text}`),
    header('wechatpay-signature', () => ''),
    header('wechatpay-serial', () => 'ABCDEF'),
    header('wechatpay-serial', () => ''),
    header('wechatpay-signature-type', () => 'WECHATPAY2-SM2-WITH-SM3'),
  ]
  for (const answer of changes) {
    await assert.rejects(behind({ answer }).query(made.id), faults('PROVIDER_UNAVAILABLE', true))
  }
  assert.equal((await behind({}).query(made.id)).kind, 'paid')
})

test('a refusal is only believed with its proof', async () => {
  const answer = (given: EgressResponse) => ({ ...given, headers: {} })
  await assert.rejects(behind({ answer }).close(attempt().id), faults('PROVIDER_UNAVAILABLE', true))
})

test('a rotated key is learnt from the certificates; a public key is trusted from the start', async () => {
  const made = await paid()
  const paths: string[] = []
  const request = (sent: EgressRequest) => {
    paths.push(sent.path)
    return sent
  }
  till.wechat.switches.signWith = 'next certificate'
  const provider = behind({ request })
  assert.equal((await provider.query(made.id)).kind, 'paid')
  assert.equal((await provider.query(made.id)).kind, 'paid')
  assert.equal(paths.filter((path) => path === '/v3/certificates').length, 1)
  till.wechat.switches.signWith = 'public key'
  assert.equal((await provider.query(made.id)).kind, 'paid')
  assert.equal(paths.filter((path) => path === '/v3/certificates').length, 1)
})

test('certificates that are not sealed with our key are not learnt', async () => {
  const made = await paid()
  till.wechat.switches.signWith = 'next certificate'
  const config = { ...till.config, apiV3Key: '0'.repeat(32) }
  await assert.rejects(
    createWechatProvider(till.around, config).query(made.id),
    faults('PROVIDER_UNAVAILABLE'),
  )
})

test('unknown serials make us ask for certificates at most once a minute', async () => {
  const made = await paid()
  let asked = 0
  const provider = behind({
    request: (sent) => {
      if (sent.path === '/v3/certificates') asked += 1
      return sent
    },
    answer: (given, { path }) =>
      path === '/v3/certificates'
        ? given
        : { ...given, headers: { ...given.headers, 'wechatpay-serial': 'FF' } },
  })
  await Promise.allSettled(Array.from({ length: 10 }, () => provider.query(made.id)))
  await Promise.allSettled(Array.from({ length: 10 }, () => provider.query(made.id)))
  assert.equal(asked, 1)
  till.clock.advance(60_000)
  await assert.rejects(provider.query(made.id))
  assert.equal(asked, 2)
})
