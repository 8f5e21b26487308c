import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createSign, createVerify, randomBytes, X509Certificate } from 'node:crypto'
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
import { createWechatSimulator, type WechatSimulator } from './simulator.ts'

const startAt = 1_790_000_000_000
const clock = manualClock(startAt)
const folder = mkdtempSync(join(tmpdir(), 'wechat-'))
const dataFile = join(folder, 'wechat.sqlite')
const base = { dataFile, host: '127.0.0.1', port: 0, clock, random: systemRandom, log: silentLog }
let keys: Keys
let wechat: WechatSimulator

before(async () => {
  keys = await generateKeys(systemRandom, startAt)
  wechat = createWechatSimulator({ ...base, keys })
  await wechat.start()
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

/** A merchant that signs by the book. */
async function merchant(method: 'GET' | 'POST', target: string, body: unknown = '', from = wechat) {
  const { mchid, merchantSerial, merchantPrivateKey } = from.credentials()
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const timestamp = Math.floor(clock.now() / 1000)
  const nonce = randomBytes(8).toString('hex')
  const signer = createSign('RSA-SHA256').update(`${method}\n${target}\n${timestamp}\n${nonce}\n${text}\n`)
  const signature = signer.sign(merchantPrivateKey, 'base64')
  const authorization =
    `WECHATPAY2-SHA256-RSA2048 mchid="${mchid}",nonce_str="${nonce}",timestamp="${timestamp}",` +
    `serial_no="${merchantSerial}",signature="${signature}"`
  const init = { method, headers: { authorization }, ...(text ? { body: text } : {}) }
  const response = await fetch(from.address() + target, init)
  const raw = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    raw,
    value: raw.startsWith('{') ? JSON.parse(raw) : null,
  }
}

let orders = 0
function order(change = {}, from = wechat) {
  orders += 1
  const { mchid, appid } = from.credentials()
  return {
    appid,
    mchid,
    description: '晚餐',
    out_trade_no: `order${String(orders).padStart(8, '0')}`,
    time_expire: new Date(clock.now() + 900_000).toISOString(),
    notify_url: 'http://127.0.0.1:9/notify',
    amount: { total: 5600, currency: 'CNY' },
    payer: { openid: 'oCustomer' },
    ...change,
  }
}

const make = async (change = {}) => {
  const wanted = order(change)
  const { value } = await merchant('POST', '/v3/pay/transactions/jsapi', wanted)
  return { ...wanted, prepayId: String(value.prepay_id) }
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

test('requests without the merchant’s signature or with wrong content are refused in WeChat’s words', async () => {
  const unsigned = await fetch(`${wechat.address()}/v3/pay/transactions/jsapi`, {
    method: 'POST',
    body: '{}',
  })
  assert.equal(unsigned.status, 401)
  assert.equal(((await unsigned.json()) as { code: string }).code, 'SIGN_ERROR')
  const post = async (body: unknown) =>
    (await merchant('POST', '/v3/pay/transactions/jsapi', body)).value.code
  assert.equal(await post('{'), 'PARAM_ERROR')
  assert.equal(await post(order({ amount: { total: 0, currency: 'CNY' } })), 'PARAM_ERROR')
  assert.equal(await post(order({ amount: { total: 1.5, currency: 'CNY' } })), 'PARAM_ERROR')
  assert.equal(await post(order({ mchid: '1' })), 'MCH_NOT_EXISTS')
  assert.equal(await post(order({ appid: 'wx' })), 'APPID_MCHID_NOT_MATCH')
  assert.equal(await post(order({ time_expire: new Date(clock.now()).toISOString() })), 'PARAM_ERROR')
  const made = await make()
  assert.equal(await post(order({ out_trade_no: made.out_trade_no, description: 'x' })), 'OUTTRADENO_USED')
  wechat.pay(made.prepayId)
  assert.equal(await post(order({ out_trade_no: made.out_trade_no })), 'ORDERPAID')
  assert.equal((await fetch(`${wechat.address()}/v3/nothing`)).status, 404)
  const large = { method: 'POST', body: 'x'.repeat(70_000) }
  assert.equal((await fetch(`${wechat.address()}/v3/pay/transactions/jsapi`, large)).status, 413)
})

test('every answer, refusals and empty ones too, is signed with the key that its serial names', async () => {
  const made = await make()
  const close = `/v3/pay/transactions/out-trade-no/${made.out_trade_no}/close`
  const { mchid } = wechat.credentials()
  const query = `/v3/pay/transactions/out-trade-no/${made.out_trade_no}?mchid=${mchid}`
  const answers = [
    await merchant('GET', query),
    await merchant('POST', close, { mchid }),
    await merchant('GET', '/v3/refund/domestic/refunds/none'),
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

test('the cashier shows what is paid to whom, asks for nothing else and trusts no text', async () => {
  const made = await make({ description: '<script>alert(1)</script>' })
  const address = `${wechat.address()}/cashier/${made.prepayId}`
  const back = encodeURIComponent('http://127.0.0.1:8080/orders/1')
  const response = await fetch(`${address}?redirect_url=${back}`)
  const page = await response.text()
  assert.match(page, /56\.00/)
  assert.match(page, /支付[\s\S]*放弃/)
  assert.ok(!page.includes('<script'))
  assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'/)
  const html = { method: 'POST', headers: { accept: 'text/html' } }
  const action = (name: string) => page.match(new RegExp(`formaction="([^"]*/${name}[^"]*)"`))?.[1]
  const abandoned = await (await fetch(wechat.address() + action('abandon'), html)).text()
  assert.match(abandoned, /已放弃支付/)
  assert.equal(wechat.trade(made.out_trade_no)?.state, 'NOTPAY')
  const paid = await (await fetch(wechat.address() + action('pay'), html)).text()
  assert.match(paid, /支付成功/)
  assert.match(paid, /href="http:\/\/127\.0\.0\.1:8080\/orders\/1"/)
  assert.equal(wechat.trade(made.out_trade_no)?.state, 'SUCCESS')
  const hostile = await (await fetch(`${address}?redirect_url=javascript:alert(1)`)).text()
  assert.ok(!hostile.includes('javascript:'))
  assert.equal((await fetch(`${wechat.address()}/cashier/none`)).status, 404)
})

test('paying by the app’s part answers JSON, once', async () => {
  const made = await make()
  const pay = async () => {
    const response = await fetch(`${wechat.address()}/cashier/${made.prepayId}/pay`, { method: 'POST' })
    return [response.status, ((await response.json()) as { state?: string; code?: string }).state]
  }
  assert.deepEqual(await pay(), [200, 'SUCCESS'])
  assert.deepEqual(await pay(), [400, undefined])
})

test('an unanswered notification is sent again after 15 s, 15 s, 30 s and 3 minutes, with the same id', async () => {
  const bodies: string[] = []
  const door = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    response.writeHead(bodies.push(body) < 5 ? 500 : 204).end()
  })
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(door.address() as AddressInfo).port}/notify`
  const made = await make({ notify_url: url })
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
  const made = await make()
  wechat.pay(made.prepayId)
  const refund = { out_trade_no: made.out_trade_no, out_refund_no: `${made.out_trade_no}-R1` }
  const amount = { refund: 600, total: 5600, currency: 'CNY' }
  await merchant('POST', '/v3/refund/domestic/refunds', { ...refund, amount })
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
  const there = { ...wechat, address: () => address, credentials: () => credentials }
  clock.set(Math.max(clock.now(), systemClock.now()))
  const wanted = order({}, there)
  const { value } = await merchant('POST', '/v3/pay/transactions/jsapi', wanted, there)
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
  const made = await make()
  const before = wechat.credentials()
  await wechat.stop()
  await Promise.all([wechat.start(), wechat.start()])
  await wechat.start()
  assert.deepEqual(wechat.credentials(), before)
  assert.equal(wechat.trade(made.out_trade_no)?.state, 'NOTPAY')
})
