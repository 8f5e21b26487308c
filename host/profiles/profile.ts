import type { Merchant } from '../merchant.ts'
import type { Secrets } from '../secrets.ts'

/** Values of one service, below its schema's defaults and above them only where they are named. */
export type Values = Readonly<Record<string, unknown>>

/** What an installation is: configuration values by service, and how restless its background work is. */
export interface Profile {
  readonly name: 'demo' | 'production' | 'test'
  readonly services: Readonly<Record<string, Values>>
  /** How often relays and timers look for work that nobody woke them for. */
  readonly sweepMs: number
}

/** What a profile is made of. */
export interface Ground {
  readonly secrets: Secrets
  readonly merchant: Merchant
  /** Where the provider reaches us, for instance http://127.0.0.1:8080. */
  readonly publicUrl: string
}

/** What every profile needs: the installation's own secrets and the merchant's credentials. */
export function credentialValues({ secrets, merchant, publicUrl }: Ground): Readonly<Record<string, Values>> {
  const { mchid, appid, appSecret, merchantSerial, merchantPrivateKey, apiV3Key, platformKeys } = merchant
  return {
    user: {
      signingKey: secrets.signingKey,
      codeSecret: secrets.codeSecret,
      wechatAppId: appid,
      wechatSecret: appSecret,
    },
    payment: {
      mchid,
      appid,
      merchantSerial,
      merchantPrivateKey,
      apiV3Key,
      platformKeys,
      notifyUrl: `${publicUrl}/notify/wechat`,
    },
  }
}

/** Lays values over values, service by service. */
export function merged(
  ...layers: readonly Readonly<Record<string, Values>>[]
): Readonly<Record<string, Values>> {
  const whole: Record<string, Values> = {}
  for (const layer of layers)
    for (const [service, values] of Object.entries(layer)) whole[service] = { ...whole[service], ...values }
  return whole
}
