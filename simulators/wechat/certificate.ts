import { createPublicKey } from 'node:crypto'
import { rsaSign } from '#kit/crypto/crypto.ts'
import type { KeyPair } from '#kit/crypto/keys.ts'

/** An X.509 certificate in PEM that carries the key's public half and is signed by its private half. */
export function selfSignedCertificate(pair: KeyPair, serial: string, notBefore: number): string {
  const name = sequence(set(sequence(oid(commonName), utf8('Simulated WeChat Pay platform'))))
  const algorithm = sequence(oid(sha256WithRsa), tagged(0x05))
  const validity = sequence(utcTime(notBefore), utcTime(notBefore + fiveYearsMs))
  const publicKey = createPublicKey(pair.publicPem).export({ type: 'spki', format: 'der' })
  const body = sequence(integer(Buffer.from(serial, 'hex')), algorithm, name, validity, name, publicKey)
  const signature = Buffer.concat([Buffer.of(0), rsaSign(pair.privatePem, body)])
  const lines =
    sequence(body, algorithm, tagged(0x03, signature))
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

const fiveYearsMs = 5 * 365 * 86_400_000
const commonName = [0x55, 0x04, 0x03]
const sha256WithRsa = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b]

/** One value of ASN.1 in DER: tag, length, content. */
function tagged(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const size: number[] = []
  for (let rest = content.length; rest > 0; rest >>= 8) size.unshift(rest & 0xff)
  const length = content.length < 0x80 ? [content.length] : [0x80 | size.length, ...size]
  return Buffer.concat([Buffer.of(tag, ...length), content])
}

const sequence = (...parts: readonly Uint8Array[]) => tagged(0x30, ...parts)
const set = (...parts: readonly Uint8Array[]) => tagged(0x31, ...parts)
const oid = (bytes: readonly number[]) => tagged(0x06, Buffer.from(bytes))
const utf8 = (text: string) => tagged(0x0c, Buffer.from(text))

/** Not negative and as short as can be: a zero leads exactly where the highest bit would else be the sign. */
function integer(bytes: Uint8Array): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0)
  const digits = first < 0 ? Buffer.of(0) : bytes.subarray(first)
  return tagged(0x02, Buffer.concat((digits[0] ?? 0) >= 0x80 ? [Buffer.of(0), digits] : [digits]))
}

function utcTime(instant: number): Buffer {
  const digits = new Date(instant).toISOString().replaceAll(/[-:T]/g, '')
  return tagged(0x17, Buffer.from(`${digits.slice(2, 14)}Z`))
}
