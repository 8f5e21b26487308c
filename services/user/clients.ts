import { z } from 'zod'
import { OrderService } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { withContext } from '#kit/context.ts'
import type { Egress, EgressResponse } from '#kit/egress/egress.ts'
import { Fault } from '#kit/fault.ts'
import type { Surroundings } from '#kit/lifecycle/service.ts'
import type { Messages, Orders, Wechat } from './ports.ts'

export interface WechatApp {
  readonly appId: string
  readonly secret: string
}

/** Text messages by the destination `sms`. */
export function createMessages(egress: Egress, timeoutMs: () => number): Messages {
  return {
    async sendText(phone, text) {
      const { status } = await egress.send('sms', {
        method: 'POST',
        path: '/sms',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ phone, text }),
        timeoutMs: timeoutMs(),
      })
      if (status < 200 || status > 299) throw unreachable('Text messages cannot be sent now', status >= 500)
    },
  }
}

/** Asks in our own name: whether an account may go is not the customer's to say. */
export function createOrders(client: Surroundings['client']): Orders {
  const orders = client(OrderService)
  return {
    async closeCustomer(customerId) {
      await withContext({ by: { kind: 'system', id: 'user' } }, () => orders.closeCustomer({ customerId }))
    },
  }
}

/** Login codes of mini programs by the destination `wechat-login`. Its session key is dropped here. */
export function createWechat(egress: Egress, app: () => WechatApp, timeoutMs: () => number): Wechat {
  return {
    async findOpenid(jsCode) {
      if (!/^[\w-]{1,128}$/.test(jsCode)) throw loginFailed()
      const { appId, secret } = app()
      const query = new URLSearchParams({
        appid: appId,
        secret,
        js_code: jsCode,
        grant_type: 'authorization_code',
      })
      const path = `/sns/jscode2session?${query}`
      return readOpenid(await egress.send('wechat-login', { method: 'GET', path, timeoutMs: timeoutMs() }))
    },
  }
}

const sessionAnswer = z.object({
  errcode: z.number().optional(),
  openid: z.string().min(1).max(64).optional(),
})

/** WeChat's own code for "try again", as against a code that is not good. */
const busy = -1

function readOpenid(response: EgressResponse): string {
  if (response.status !== 200) throw unreachable('WeChat login cannot be reached now', true)
  const answer = sessionAnswer.safeParse(readJson(response.body))
  if (!answer.success || answer.data.errcode === busy) {
    throw unreachable('WeChat login cannot be reached now', true)
  }
  const { errcode = 0, openid } = answer.data
  if (errcode !== 0 || openid === undefined) throw loginFailed()
  return openid
}

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function loginFailed(): Fault {
  return new Fault('unauthenticated', 'WECHAT_LOGIN_FAILED', 'WeChat login failed')
}

function unreachable(message: string, unknown: boolean): Fault {
  return new Fault('unavailable', 'EGRESS_UNREACHABLE', message, { unknown })
}
