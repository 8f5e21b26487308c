import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { Fault } from '#kit/fault.ts'
import type { Header } from '../ports.ts'
import { type Arrival, openTill, type Till } from '../till.fixture.ts'

let till: Till
let genuine: Arrival

before(async () => {
  till = await openTill()
  const { pay } = await till.prepare()
  pay()
  await till.arrive(1)
  assert.ok(till.arrivals[0])
  genuine = till.arrivals[0]
})
afterEach(() => till.wechat.reset())
after(() => till.close())

const read = (headers: readonly Header[], body: Uint8Array) =>
  till.needs.provider.readNotification(headers, body)

const isRefused = (work: Promise<unknown>, what: string) =>
  assert.rejects(work, (thrown) => thrown instanceof Fault && thrown.reason === 'NOTIFICATION_INVALID', what)

const proofHeaders = [
  'wechatpay-timestamp',
  'wechatpay-nonce',
  'wechatpay-signature',
  'wechatpay-serial',
  'wechatpay-signature-type',
]

const withHeader = (name: string, value: string) => [
  ...genuine.headers.filter((header) => header.name !== name),
  { name, value },
]
const headerOf = (name: string) => genuine.headers.find((header) => header.name === name)?.value ?? ''

test('a genuine notification is read, also a second time and with header names in any case', async () => {
  const notice = await read(genuine.headers, genuine.body)
  assert.ok(notice.kind === 'payment')
  assert.equal(notice.payment.amountFen, 5600)
  const shouted = genuine.headers.map(({ name, value }) => ({ name: name.toUpperCase(), value }))
  assert.deepEqual(await read(shouted, genuine.body), notice)
})

test('a notification with any byte of its body changed is refused', async () => {
  for (let at = 0; at < genuine.body.length; at++) {
    const body = Uint8Array.from(genuine.body)
    body[at] = (body[at] ?? 0) ^ 1
    await isRefused(read(genuine.headers, body), `byte ${at}`)
  }
  await isRefused(read(genuine.headers, genuine.body.slice(1)), 'shorter')
  await isRefused(read(genuine.headers, Buffer.concat([genuine.body, Buffer.from('\n')])), 'longer')
  await isRefused(read(genuine.headers, new Uint8Array()), 'empty')
})

test('a notification with any character of its proof changed is refused', async () => {
  for (const name of proofHeaders) {
    const value = headerOf(name)
    for (let at = 0; at < value.length; at++) {
      const flipped = String.fromCharCode(value.charCodeAt(at) ^ 1)
      const changed = value.slice(0, at) + flipped + value.slice(at + 1)
      await isRefused(read(withHeader(name, changed), genuine.body), `${name} at ${at}`)
    }
  }
})

test('a notification with a proof missing or doubled is refused', async () => {
  for (const name of proofHeaders.slice(0, 4)) {
    const without = genuine.headers.filter((header) => header.name !== name)
    await isRefused(read(without, genuine.body), `without ${name}`)
    await isRefused(
      read([...genuine.headers, { name, value: headerOf(name) }], genuine.body),
      `two of ${name}`,
    )
  }
})

test('a notification is fresh for less than five minutes, before and after', async () => {
  const { now } = till.needs.clock
  const signedAt = Number(headerOf('wechatpay-timestamp')) * 1000
  const at = async (instant: number) => {
    const provider = { ...till.around, clock: { ...till.clock, now: () => instant } }
    const { createWechatProvider } = await import('./provider.ts')
    return createWechatProvider(provider, till.config).readNotification(genuine.headers, genuine.body)
  }
  assert.equal((await at(signedAt + 299_999)).kind, 'payment')
  assert.equal((await at(signedAt - 299_999)).kind, 'payment')
  await isRefused(at(signedAt + 300_000), 'too old')
  await isRefused(at(signedAt - 300_000), 'from the future')
  assert.ok(now() >= signedAt)
})

test('whatever is wrong with what arrives, nothing is paid by it', async () => {
  const wrong = {
    signature: 'NOTIFICATION_INVALID',
    signtest: 'NOTIFICATION_INVALID',
    timestamp: 'NOTIFICATION_INVALID',
    serial: 'NOTIFICATION_INVALID',
    nonce: 'NOTIFICATION_INVALID',
    aad: 'NOTIFICATION_INVALID',
    body: 'NOTIFICATION_INVALID',
    amount: 'NOTIFICATION_MISMATCH',
    currency: 'NOTIFICATION_MISMATCH',
    mchid: 'NOTIFICATION_MISMATCH',
    appid: 'NOTIFICATION_MISMATCH',
    payer: 'NOTIFICATION_MISMATCH',
    trade: 'NOTIFICATION_MISMATCH',
  } as const
  for (const [tamper, reason] of Object.entries(wrong)) {
    till.wechat.switches.tamper = tamper as keyof typeof wrong
    const { attempt, pay } = await till.prepare()
    const before = till.arrivals.length
    pay()
    await till.arrive(before + 1, 0)
    assert.equal(till.arrivals[before]?.answer, reason, tamper)
    assert.equal((await till.needs.store.findAttempt(attempt.id))?.state, 'PREPAID', tamper)
  }
})

test('notifications signed with the next certificate or the public key are believed', async () => {
  for (const signWith of ['next certificate', 'public key'] as const) {
    till.wechat.switches.signWith = signWith
    const { attempt, pay } = await till.prepare()
    const before = till.arrivals.length
    pay()
    await till.arrive(before + 1, 0)
    assert.equal(till.arrivals[before]?.answer, 'OK')
    assert.equal((await till.needs.store.findAttempt(attempt.id))?.state, 'PAID')
  }
})
