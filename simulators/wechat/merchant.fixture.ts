import { createSign, randomBytes } from 'node:crypto'
import type { Clock } from '#kit/clock.ts'
import type { WechatSimulator } from './simulator.ts'

let orders = 0

/** A merchant that signs by the book, without any code of ours. */
export function createMerchant(wechat: Pick<WechatSimulator, 'address' | 'credentials'>, clock: Clock) {
  async function call(method: 'GET' | 'POST', target: string, body: unknown = '') {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const headers = { authorization: authorization(method, target, text) }
    const response = await fetch(wechat.address() + target, {
      method,
      headers,
      ...(text ? { body: text } : {}),
    })
    const raw = await response.text()
    const value = raw.startsWith('{') ? JSON.parse(raw) : null
    return { status: response.status, headers: response.headers, raw, value }
  }

  function authorization(method: string, target: string, text: string): string {
    const { mchid, merchantSerial, merchantPrivateKey } = wechat.credentials()
    const timestamp = Math.floor(clock.now() / 1000)
    const nonce = randomBytes(8).toString('hex')
    const signer = createSign('RSA-SHA256').update(`${method}\n${target}\n${timestamp}\n${nonce}\n${text}\n`)
    const signature = signer.sign(merchantPrivateKey, 'base64')
    const fields = { mchid, nonce_str: nonce, timestamp, serial_no: merchantSerial, signature }
    const listed = Object.entries(fields).map(([name, value]) => `${name}="${value}"`)
    return `WECHATPAY2-SHA256-RSA2048 ${listed.join(',')}`
  }

  function order(change = {}) {
    orders += 1
    const { mchid, appid } = wechat.credentials()
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

  /** An order that is made at the provider. */
  async function make(change = {}) {
    const wanted = order(change)
    const { value } = await call('POST', '/v3/pay/transactions/jsapi', wanted)
    return { ...wanted, prepayId: String(value.prepay_id) }
  }

  return { call, order, make }
}
