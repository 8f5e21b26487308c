import { KitReasonSchema } from '#contracts/gen/cangqiong/kit/v1/fault_pb.js'
import type { Fault } from '#kit/fault.ts'
import type { Dialect } from '#kit/http/dialect.ts'
import { money } from './wire.ts'

type Word = string | ((details: Fault['details']) => string)

/** What a refusal is called in the old words, by its reason. */
export type Words = Readonly<Record<string, Word>>

const fieldWords: Readonly<Record<string, string>> = {
  username: '账号输入不符，请输入2-32个字符',
  name: '请输入员工姓名',
  phone: '请输入正确的手机号!',
  idNumber: '身份证号码不正确',
}

/** Where the old word differs from the reason's own. */
const oldWords: Words = {
  TOKEN_MISSING: '用户未登录',
  TOKEN_INVALID: '用户未登录',
  SESSION_ENDED: '用户未登录',
  INTERNAL: '未知错误',
  CREDENTIALS_WRONG: withTries('密码错误'),
  ACCOUNT_LOCKED: ({ retryAfterSeconds }) => `账号锁定，请${waitOf(retryAfterSeconds)}后重试`,
  EMPLOYEE_DISABLED: '账号被锁定',
  EMPLOYEE_INVALID: ({ field = '' }) => fieldWords[field] ?? '员工信息有误',
  USERNAME_TAKEN: ({ username = '' }) => `'${username}'已存在`,
  PASSWORD_WRONG: withTries('密码修改失败'),
  WECHAT_LOGIN_FAILED: '登录失败',
  NAME_TAKEN: ({ name = '' }) => `'${name}'已存在`,
  CATEGORY_IN_USE: ({ kind }) => `当前分类关联了${kind === 'SET_MEAL' ? '套餐' : '菜品'},不能删除`,
  IMAGE_INVALID: '文件上传失败',
  ITEM_NOT_SOLD: ({ refusal }) => (refusal === 'OPTION_INVALID' ? '请选择商品规格' : '有商品已停售'),
  // Only a second press meets it: the first has taken the cart.
  KEY_REUSED: '购物车数据为空，不能下单',
}

/** The old pages show `msg` as it is, so how many tries are left is said in it. */
function withTries(word: string): Word {
  return ({ triesLeft }) => (triesLeft === undefined ? word : `${word}，还剩${triesLeft}次`)
}

/** In whole minutes, or in hours where it is no less than one. */
function waitOf(seconds = '3600'): string {
  const minutes = Math.ceil(Number(seconds) / 60)
  return minutes % 60 === 0 ? `${minutes / 60}小时` : `${minutes}分钟`
}

/** Reasons of the HTTP face itself, which no business rule throws. */
const ofTransport = new Set([...KitReasonSchema.values.map(({ localName }) => localName), 'SESSION_ENDED'])

export interface DialectOptions {
  readonly words?: Words | undefined
  readonly isLoud?: boolean | undefined
}

/**
 * Business refusals are HTTP 200 with code 0, as the old pages want them. Who is not logged in or may not,
 * what cannot be read, what comes too fast and what is broken keep their status.
 */
export function dialectOf(path: string, { words = {}, isLoud = false }: DialectOptions): Dialect {
  return {
    tokenHeader: path.startsWith('/admin') ? 'token' : 'authentication',
    refuse(fault, status, own) {
      const keepsStatus = isLoud || status >= 500 || ofTransport.has(fault.reason)
      const word = words[fault.reason] ?? oldWords[fault.reason] ?? own
      const msg = typeof word === 'string' ? word : word(fault.details)
      return { status: keepsStatus ? status : 200, body: { code: 0, msg, data: dataOf(fault) } }
    },
  }
}

/** What a client that knows of it needs to go on. */
function dataOf({ reason, details }: Fault): unknown {
  if (reason !== 'PRICE_CHANGED') return null
  return { reason, orderAmount: money(Number(details.amountFen)) }
}
