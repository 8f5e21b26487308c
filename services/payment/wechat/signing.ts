import type { Clock } from '#kit/clock.ts'
import { base64, rsaSign } from '#kit/crypto/crypto.ts'
import { readPrivateKey } from '#kit/crypto/keys.ts'
import type { Random } from '#kit/random.ts'
import type { PaymentParameters } from '../ports.ts'

export const scheme = 'WECHATPAY2-SHA256-RSA2048'

/** Who signs: the merchant with its certificate's number and private key in PEM. */
export interface Signer {
  readonly mchid: string
  readonly appid: string
  readonly merchantSerial: string
  readonly merchantPrivateKey: string
}

export interface Signing {
  /** The Authorization header of a request; `target` is path and query exactly as sent. */
  authorization(method: string, target: string, body: string): string
  /** The arguments of wx.requestPayment, with the second signature. */
  jsapiParameters(prepayId: string): PaymentParameters
}

export function createSigning(signer: Signer, clock: Clock, random: Random): Signing {
  const privateKey = readPrivateKey(signer.merchantPrivateKey)
  const sign = (...lines: readonly string[]) =>
    base64(rsaSign(privateKey, lines.map((line) => `${line}\n`).join('')))
  const occasion = () => ({
    timestamp: String(Math.floor(clock.now() / 1000)),
    nonce: Array.from(random.bytes(16), (byte) => byte.toString(16).padStart(2, '0')).join(''),
  })

  return {
    authorization(method, target, body) {
      const { timestamp, nonce } = occasion()
      const fields = {
        mchid: signer.mchid,
        nonce_str: nonce,
        timestamp,
        serial_no: signer.merchantSerial,
        signature: sign(method, target, timestamp, nonce, body),
      }
      const text = Object.entries(fields).map(([name, value]) => `${name}="${value}"`)
      return `${scheme} ${text.join(',')}`
    },

    jsapiParameters(prepayId) {
      const { timestamp, nonce } = occasion()
      const packed = `prepay_id=${prepayId}`
      return {
        appId: signer.appid,
        timeStamp: timestamp,
        nonceStr: nonce,
        package: packed,
        signType: 'RSA',
        paySign: sign(signer.appid, timestamp, nonce, packed),
        h5Url: '',
      }
    },
  }
}
