import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createVerify, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { manualClock, systemClock } from '#kit/clock.ts'
import { systemRandom } from '#kit/random.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { readTotals } from './books.ts'
import { generateKeys, type Keys } from './keys.ts'
import { createMerchant } from './merchant.fixture.ts'
import { createWechatSimulator, type WechatSimulator } from './simulator.ts'

const startAt = 1_790_000_000_000
const clock = manualClock(startAt)
const folder = mkdtempSync(join(tmpdir(), 'wechat-'))
const dataFile = join(folder, 'wechat.sqlite')
const base = { dataFile, host: '127.0.0.1', port: 0, clock, random: systemRandom, log: silentLog }
let keys: Keys
let wechat: WechatSimulator
let merchant: ReturnType<typeof createMerchant>

before(async () => {
  keys = await generateKeys(systemRandom, startAt)
  wechat = createWechatSimulator({ ...base, keys })
  await wechat.start()
  merchant = createMerchant(wechat, clock)
})
afterEach(() => wechat.reset())
after(async () => {
  await wechat.stop()
  rmSync(folder, { recursive: true })
})

const get = async (path: string) => {
  const response = await fetch(wechat.address() + path)
  return (await response.json()) as Record<string, unknown>
}

test('a login code is good once, a demo code always, and each stands for one person', async () => {
  const { appid, appSecret } = wechat.credentials()
  const login = (code: string, secret = appSecret) =>
    get(`/sns/jscode2session?appid=${appid}&secret=${secret}&js_code=${code}&grant_type=authorization_code`)
  const ann = await login('demo-ann')
  assert.equal((await login('demo-ann')).openid, ann.openid)
  assert.equal(ann.openid, wechat.openidOf('demo-ann'))
  assert.match(String(ann.openid), /^o[\w-]{27}$/)
  assert.notEqual((await login('demo-bob')).openid, ann.openid)
  assert.ok((await login('once')).openid)
  assert.equal((await login('once')).errcode, 40163)
  assert.equal((await login('bad')).errcode, 40029)
  assert.equal((await login('')).errcode, 41008)
  assert.equal((await login('demo-ann', 'wrong')).errcode, 40125)
})

test('text messages can be read back, the newest first, and only those to the phone', async () => {
  const send = (body: unknown) =>
    fetch(`${wechat.address()}/sms`, { method: 'POST', body: JSON.stringify(body) })
  assert.equal((await send({ phone: '13800000001', text: 'one' })).status, 200)
  assert.equal((await send({ phone: '13800000001', text: 'two' })).status, 200)
  assert.equal((await send({ phone: '13800000002', text: 'other' })).status, 200)
  assert.equal((await send({ phone: 'nobody', text: 'x' })).status, 400)
  const { messages } = await get('/simulator/sms?phone=13800000001')
  assert.deepEqual(
    (messages as { text: string }[]).map(({ text }) => text),
    ['two', 'one'],
  )
})

test('unsigned requests and wrong content are refused in WeChat’s words', async () => {
  const unsigned = await fetch(`${wechat.address()}/v3/pay/transactions/jsapi`, {
    method: 'POST',
    body: '{}',
  })
  assert.equal(unsigned.status, 401)
  assert.equal(((await unsigned.json()) as { code: string }).code, 'SIGN_ERROR')
  const post = async (body: unknown) =>
    (await merchant.call('POST', '/v3/pay/transactions/jsapi', body)).value.code
  assert.equal(await post('{'), 'PARAM_ERROR')
  assert.equal(await post(merchant.order({ amount: { total: 0, currency: 'CNY' } })), 'PARAM_ERROR')
  assert.equal(await post(merchant.order({ amount: { total: 1.5, currency: 'CNY' } })), 'PARAM_ERROR')
  assert.equal(await post(merchant.order({ mchid: '1' })), 'MCH_NOT_EXISTS')
  assert.equal(await post(merchant.order({ appid: 'wx' })), 'APPID_MCHID_NOT_MATCH')
  assert.equal(
    await post(merchant.order({ time_expire: new Date(clock.now()).toISOString() })),
    'PARAM_ERROR',
  )
  const made = await merchant.make()
  assert.equal(
    await post(merchant.order({ out_trade_no: made.out_trade_no, description: 'x' })),
    'OUTTRADENO_USED',
  )
  wechat.pay(made.prepayId)
  assert.equal(await post(merchant.order({ out_trade_no: made.out_trade_no })), 'ORDERPAID')
  assert.equal((await fetch(`${wechat.address()}/v3/nothing`)).status, 404)
  const large = { method: 'POST', body: 'x'.repeat(70_000) }
  assert.equal((await fetch(`${wechat.address()}/v3/pay/transactions/jsapi`, large)).status, 413)
})

test('every answer, refusals and empty ones too, is signed with the key that its serial names', async () => {
  const made = await merchant.make()
  const close = `/v3/pay/transactions/out-trade-no/${made.out_trade_no}/close`
  const { mchid } = wechat.credentials()
  const query = `/v3/pay/transactions/out-trade-no/${made.out_trade_no}?mchid=${mchid}`
  const answers = [
    await merchant.call('GET', query),
    await merchant.call('POST', close, { mchid }),
    await merchant.call('GET', '/v3/refund/domestic/refunds/none'),
  ]
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 204, 404],
  )
  for (const { headers, raw } of answers) {
    const at = (name: string) => headers.get(`wechatpay-${name}`) ?? ''
    const key = keys.platform.find(({ id }) => id === at('serial'))
    assert.ok(key)
    const verifier = createVerify('RSA-SHA256').update(`${at('timestamp')}\n${at('nonce')}\n${raw}\n`)
    assert.ok(verifier.verify(key.publicPem, at('signature'), 'base64'))
  }
})

test('platform certificates are real ones: serial, key and dates can be read by anybody', () => {
  for (const key of keys.platform.filter(({ name }) => name !== 'public key')) {
    const certificate = new X509Certificate(key.publishedPem)
    assert.equal(certificate.serialNumber, key.id)
    assert.equal(certificate.publicKey.export({ type: 'spki', format: 'pem' }), key.publicPem)
    assert.ok(certificate.verify(certificate.publicKey))
    assert.ok(Date.parse(certificate.validFrom) <= startAt && startAt < Date.parse(certificate.validTo))
  }
})

test('an unanswered notification comes again after 15 s, 15 s, 30 s and 3 minutes', async () => {
  const bodies: string[] = []
  const door = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    response.writeHead(bodies.push(body) < 5 ? 500 : 204).end()
  })
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(door.address() as AddressInfo).port}/notify`
  const made = await merchant.make({ notify_url: url })
  wechat.pay(made.prepayId)
  const reached = async (n: number) => {
    for (let tries = 0; tries < 500 && bodies.length < n; tries++) {
      clock.advance(0)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    assert.equal(bodies.length, n)
  }
  await reached(1)
  for (const [at, pause] of [15, 15, 30, 180].entries()) {
    clock.advance(pause * 1000 - 1)
    assert.equal(bodies.length, at + 1)
    clock.advance(1)
    await reached(at + 2)
  }
  clock.advance(24 * 3_600_000)
  await new Promise((resolve) => setTimeout(resolve, 20))
  assert.equal(bodies.length, 5)
  assert.equal(new Set(bodies.map((body) => JSON.parse(body).id)).size, 1)
  door.closeAllConnections()
  door.close()
})

test('switches are set over HTTP, and a switch that does not exist is refused', async () => {
  const put = (body: unknown) =>
    fetch(`${wechat.address()}/simulator/switches`, { method: 'PUT', body: JSON.stringify(body) })
  assert.equal((await put({ payAfterClose: true, repeatNotifications: 3 })).status, 200)
  assert.equal(wechat.switches.payAfterClose, true)
  assert.equal((await put({ explode: true })).status, 400)
  assert.equal((await put({ repeatNotifications: -1 })).status, 400)
  await fetch(`${wechat.address()}/simulator/reset`, { method: 'POST' })
  assert.equal((await get('/simulator/switches')).payAfterClose, false)
})

test('the books say what every trade took and gave back', async () => {
  const made = await merchant.make()
  wechat.pay(made.prepayId)
  const refund = { out_trade_no: made.out_trade_no, out_refund_no: `${made.out_trade_no}-R1` }
  const amount = { refund: 600, total: 5600, currency: 'CNY' }
  await merchant.call('POST', '/v3/refund/domestic/refunds', { ...refund, amount })
  const totals = readTotals(dataFile).find(({ outTradeNo }) => outTradeNo === made.out_trade_no)
  assert.deepEqual(
    { ...totals },
    { outTradeNo: made.out_trade_no, state: 'REFUND', totalFen: 5600, paidFen: 5600, refundedFen: 600 },
  )
})

const child = (file: string) => `
  const { createWechatSimulator } = await import('./simulators/wechat/simulator.ts')
  const { systemClock } = await import('./kit/clock.ts')
  const { systemRandom } = await import('./kit/random.ts')
  const { silentLog } = await import('./kit/telemetry/log.ts')
  const base = { host: '127.0.0.1', port: 0, clock: systemClock, random: systemRandom, log: silentLog }
  const simulator = createWechatSimulator({ ...base, dataFile: ${JSON.stringify(file)} })
  await simulator.start()
  console.log(JSON.stringify({ address: simulator.address(), credentials: simulator.credentials() }))
`

test('a kill -9 right after an answer loses neither keys nor trades nor notifications', async () => {
  const file = join(folder, 'killed.sqlite')
  const killed = spawn(process.execPath, ['--input-type=module', '--eval', child(file)])
  const [line] = await Promise.race([
    killed.stdout.toArray({ signal: AbortSignal.timeout(20_000) }).catch(() => []),
    new Promise<[string]>((resolve) => killed.stdout.once('data', (data) => resolve([String(data)]))),
  ])
  const { address, credentials } = JSON.parse(String(line))
  const there = { address: () => address, credentials: () => credentials }
  const abroad = createMerchant(there, systemClock)
  const wanted = abroad.order()
  const { value } = await abroad.call('POST', '/v3/pay/transactions/jsapi', wanted)
  const paid = await fetch(`${address}/cashier/${value.prepay_id}/pay`, { method: 'POST' })
  assert.equal(paid.status, 200)
  killed.kill('SIGKILL')
  await new Promise((resolve) => killed.once('exit', resolve))

  const restarted = createWechatSimulator({ ...base, clock: systemClock, dataFile: file })
  await restarted.start()
  assert.deepEqual(restarted.credentials(), credentials)
  assert.equal(restarted.trade(wanted.out_trade_no)?.state, 'SUCCESS')
  assert.deepEqual(await restarted.sendNotification(wanted.out_trade_no, 1), [0])
  await restarted.stop()
})

test('stopping and starting again keeps everything, and starting twice is starting once', async () => {
  const made = await merchant.make()
  const before = wechat.credentials()
  await wechat.stop()
  await Promise.all([wechat.start(), wechat.start()])
  await wechat.start()
  assert.deepEqual(wechat.credentials(), before)
  assert.equal(wechat.trade(made.out_trade_no)?.state, 'NOTPAY')
})
