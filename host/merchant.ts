import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { WechatSimulator } from '../simulators/wechat/simulator.ts'
import type { Secrets } from './secrets.ts'

/**
 * The shop's account with WeChat: addresses and credentials. The simulator's and the real one look the same.
 */
export interface Merchant {
  readonly payUrl: string
  readonly loginUrl: string
  readonly smsUrl: string
  readonly mchid: string
  readonly appid: string
  readonly appSecret: string
  readonly merchantSerial: string
  readonly merchantPrivateKey: string
  readonly apiV3Key: string
  readonly platformKeys: Readonly<Record<string, string>>
}

const fileOf = (dataDir: string) => join(dataDir, 'wechat.json')

/** The merchant of an installation, or null where its file has not been written yet. */
export function readMerchant(dataDir: string): Merchant | null {
  const file = fileOf(dataDir)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Merchant) : null
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
