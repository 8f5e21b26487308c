import { generateRsa, type KeyPair } from '#kit/crypto/keys.ts'
import type { Random } from '#kit/random.ts'
import type { Books } from './books.ts'
import { selfSignedCertificate } from './certificate.ts'

/** Which of the platform's keys signs: `next certificate` is what a rotation switches to. */
export type KeyName = 'certificate' | 'next certificate' | 'public key'

export interface PlatformKey extends KeyPair {
  readonly name: KeyName
  /** What Wechatpay-Serial says: a certificate's serial number or PUB_KEY_ID_…. */
  readonly id: string
  /** What merchants verify with: an X.509 certificate or a public key, in PEM. */
  readonly publishedPem: string
}

/** All secrets of the simulated merchant and platform. */
export interface Keys {
  readonly mchid: string
  readonly appid: string
  readonly appSecret: string
  /** 32 characters. */
  readonly apiV3Key: string
  readonly merchant: KeyPair & { readonly serial: string }
  readonly platform: readonly PlatformKey[]
}

/** What a merchant gets from the merchant platform and puts into its configuration. */
export interface MerchantCredentials {
  readonly mchid: string
  readonly appid: string
  readonly appSecret: string
  readonly merchantSerial: string
  /** PEM, PKCS #8. */
  readonly merchantPrivateKey: string
  readonly apiV3Key: string
  /** The keys trusted from the start, by id. `next certificate` is learnt from /v3/certificates. */
  readonly platformKeys: Readonly<Record<string, string>>
}

/** Fresh secrets; takes up to a second for the RSA keys. */
export async function generateKeys(random: Random, now: number): Promise<Keys> {
  const digits = (length: number) => Array.from({ length }, () => random.below(10)).join('')
  const hex = (length: number) => Buffer.from(random.bytes(length / 2)).toString('hex')
  const serialNumber = () => `4${hex(40).slice(1).toUpperCase()}`
  const names: readonly KeyName[] = ['certificate', 'next certificate', 'public key']
  const [merchant, ...platform] = await Promise.all([generateRsa(), ...names.map(() => generateRsa())])
  return {
    mchid: `16${digits(8)}`,
    appid: `wx${hex(16)}`,
    appSecret: hex(32),
    apiV3Key: hex(32),
    merchant: { ...merchant, serial: serialNumber() },
    platform: platform.map((pair, index) => {
      const name = names[index] ?? 'certificate'
      const serial = serialNumber()
      if (name === 'public key') {
        return { ...pair, name, id: `PUB_KEY_ID_${digits(26)}`, publishedPem: pair.publicPem }
      }
      return { ...pair, name, id: serial, publishedPem: selfSignedCertificate(pair, serial, now) }
    }),
  }
}

/** The keys in the books; made and kept at the first start. */
export async function keptKeys(books: Books, make: () => Promise<Keys>): Promise<Keys> {
  const kept = () => books.one<{ json: string }>('SELECT json FROM keys WHERE only_row = 1')
  if (!kept()) {
    const json = JSON.stringify(await make())
    books.run('INSERT INTO keys (only_row, json) VALUES (1, ?) ON CONFLICT DO NOTHING', json)
  }
  return JSON.parse(kept()?.json ?? '') as Keys
}

export function credentialsOf(keys: Keys): MerchantCredentials {
  const trusted = keys.platform.filter((key) => key.name !== 'next certificate')
  return {
    mchid: keys.mchid,
    appid: keys.appid,
    appSecret: keys.appSecret,
    merchantSerial: keys.merchant.serial,
    merchantPrivateKey: keys.merchant.privatePem,
    apiV3Key: keys.apiV3Key,
    platformKeys: Object.fromEntries(trusted.map((key) => [key.id, key.publishedPem])),
  }
}
