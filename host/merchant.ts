import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { WechatSimulator } from '../simulators/wechat/simulator.ts'
import type { Secrets } from './secrets.ts'
import { Refusal } from './settings.ts'

const text = z.string().min(1)

const merchantShape = z.strictObject({
  payUrl: z.url(),
  loginUrl: z.url(),
  smsUrl: z.url(),
  mchid: text,
  appid: text,
  appSecret: text,
  merchantSerial: text,
  merchantPrivateKey: z.string().includes('PRIVATE KEY'),
  apiV3Key: z.string().length(32),
  platformKeys: z.record(text, z.string().startsWith('-----BEGIN')),
})

/**
 * The shop's account with WeChat: addresses and credentials. The simulator's and the real one look the same.
 */
export type Merchant = Readonly<z.infer<typeof merchantShape>>

const fileOf = (dataDir: string) => join(dataDir, 'wechat.json')

/**
 * The merchant of an installation, or null where its file has not been written yet. Throws a Refusal that
 * names what is wrong in it.
 */
export function readMerchant(dataDir: string): Merchant | null {
  const file = fileOf(dataDir)
  if (!existsSync(file)) return null
  const parsed = merchantShape.safeParse(jsonOf(file))
  if (parsed.success) return parsed.data
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new Refusal(`${file} cannot be used (docs/wechat.md): ${wrong.join('; ')}`)
}

function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Refusal(`${file} is not JSON: ${error instanceof Error ? error.message : error}`)
  }
}

export function writeMerchant(dataDir: string, merchant: Merchant): void {
  const file = fileOf(dataDir)
  writeFileSync(`${file}.new`, JSON.stringify(merchant, null, 2), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

/** Before an installation has its credentials: WeChat cannot be reached, and everything else works. */
export function noMerchant(secrets: Secrets): Merchant {
  const nowhere = 'http://127.0.0.1:9'
  return {
    payUrl: nowhere,
    loginUrl: nowhere,
    smsUrl: nowhere,
    mchid: 'unset',
    appid: 'unset',
    appSecret: 'unset',
    merchantSerial: 'unset',
    merchantPrivateKey: secrets.placeholderKey,
    apiV3Key: secrets.codeSecret.slice(0, 32),
    platformKeys: {},
  }
}

/** What a started simulator stands for. */
export function merchantOf(simulator: WechatSimulator): Merchant {
  const address = simulator.address()
  return { payUrl: address, loginUrl: address, smsUrl: address, ...simulator.credentials() }
}
