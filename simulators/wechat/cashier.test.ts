import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { manualClock } from '#kit/clock.ts'
import { systemRandom } from '#kit/random.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { createMerchant } from './merchant.fixture.ts'
import { createWechatSimulator } from './simulator.ts'

const folder = mkdtempSync(join(tmpdir(), 'wechat-'))
const clock = manualClock(1_790_000_000_000)
const place = { dataFile: join(folder, 'wechat.sqlite'), host: '127.0.0.1', port: 0 }
const wechat = createWechatSimulator({ ...place, clock, random: systemRandom, log: silentLog })
const merchant = createMerchant(wechat, clock)

before(() => wechat.start())
after(async () => {
  await wechat.stop()
  rmSync(folder, { recursive: true })
})

test('the cashier shows what is paid to whom, asks for nothing else and trusts no text', async () => {
  const made = await merchant.make({ description: '<script>alert(1)</script>' })
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
  const made = await merchant.make()
  const pay = async () => {
    const response = await fetch(`${wechat.address()}/cashier/${made.prepayId}/pay`, { method: 'POST' })
    return [response.status, ((await response.json()) as { state?: string; code?: string }).state]
  }
  assert.deepEqual(await pay(), [200, 'SUCCESS'])
  assert.deepEqual(await pay(), [400, undefined])
})

test('an app that pays by itself has paid as soon as a mini program asks', async () => {
  const helpful = createWechatSimulator({
    ...{ ...place, dataFile: join(folder, 'helpful.sqlite'), clock, random: systemRandom, log: silentLog },
    appPays: true,
  })
  await helpful.start()
  try {
    const made = await createMerchant(helpful, clock).make()
    assert.equal(helpful.trade(made.out_trade_no)?.state, 'SUCCESS')
  } finally {
    await helpful.stop()
  }
})

test('a trade past its time can only be looked at', async () => {
  const made = await merchant.make()
  clock.advance(900_000)
  const page = await (await fetch(`${wechat.address()}/cashier/${made.prepayId}`)).text()
  assert.match(page, /订单已关闭/)
  assert.ok(!page.includes('formaction'))
  const answer = await fetch(`${wechat.address()}/cashier/${made.prepayId}/pay`, { method: 'POST' })
  assert.deepEqual([answer.status, ((await answer.json()) as { code: string }).code], [400, 'ORDERCLOSED'])
})
