import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../random.ts'
import {
  aesGcmOpen,
  aesGcmSeal,
  base64,
  base64url,
  ed25519Sign,
  ed25519Verify,
  fromBase64,
  fromBase64url,
  hmacSha256,
  rsaSign,
  rsaVerify,
  sha256Hex,
  timingSafeEqual,
} from './crypto.ts'
import { ed25519FromSeed, generateEd25519, generateRsa, readPrivateKey, readPublicKey } from './keys.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const unhex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'))

/** The same bytes with one bit turned. */
function flipped(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.map((byte, index) => (index === at ? byte ^ 1 : byte))
}

test('SHA-256 agrees with the example of FIPS 180', () => {
  assert.equal(sha256Hex('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

test('HMAC-SHA-256 agrees with test case 2 of RFC 4231', () => {
  const mac = hmacSha256('Jefe', 'what do ya want for nothing?')
  assert.equal(hex(mac), '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843')
})

test('the comparison of secrets is exact and takes any lengths', () => {
  assert.ok(timingSafeEqual('secret', Buffer.from('secret')))
  assert.ok(!timingSafeEqual('secret', 'secreT'))
  assert.ok(!timingSafeEqual('secret', 'secret1'))
  assert.ok(timingSafeEqual('', ''))
})

test('an RSA signature verifies with the other half only, and for the very same text', async () => {
  const [ours, others] = await Promise.all([generateRsa(), generateRsa()])
  const signature = rsaSign(readPrivateKey(ours.privatePem), '签名串\n')
  assert.ok(rsaVerify(readPublicKey(ours.publicPem), '签名串\n', signature))
  assert.ok(!rsaVerify(ours.publicPem, '签名串', signature))
  assert.ok(!rsaVerify(others.publicPem, '签名串\n', signature))
  assert.ok(!rsaVerify(ours.publicPem, '签名串\n', new Uint8Array(3)))
})

test('Ed25519 agrees with test 1 of RFC 8032', () => {
  const seed = unhex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60')
  const { privatePem, publicPem } = ed25519FromSeed(seed)
  const signature = ed25519Sign(privatePem, '')
  const expected =
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155' +
    '5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'
  assert.equal(hex(signature), expected)
  assert.ok(ed25519Verify(publicPem, '', signature))
  assert.ok(!ed25519Verify(publicPem, ' ', signature))
  assert.ok(!ed25519Verify(publicPem, '', flipped(signature, 5)))
})

test('Ed25519 pairs of different randomness are different', () => {
  const random = seededRandom(1)
  assert.notEqual(generateEd25519(random).publicPem, generateEd25519(random).publicPem)
})

test('AES-256-GCM agrees with test case 16 of the GCM specification', () => {
  const sealed = aesGcmSeal(
    {
      key: unhex('feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308'),
      nonce: unhex('cafebabefacedbaddecaf888'),
      aad: unhex('feedfacedeadbeeffeedfacedeadbeefabaddad2'),
    },
    unhex(
      'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72' +
        '1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
    ),
  )
  assert.equal(hex(sealed.slice(-16)), '76fc6ece0f4e1768cddf8853bb2d551b')
  assert.equal(hex(sealed.slice(0, 8)), '522dc1f099567d07')
})

test('what is sealed opens with the same key, nonce and aad, and with nothing else', () => {
  const key = '0123456789abcdef0123456789abcdef'
  const lock = { key, nonce: 'abcdefghijkl', aad: 'transaction' }
  const sealed = aesGcmSeal(lock, '{"金额":1}')
  assert.equal(Buffer.from(aesGcmOpen(lock, sealed) ?? []).toString(), '{"金额":1}')
  assert.equal(aesGcmOpen({ ...lock, aad: 'other' }, sealed), undefined)
  assert.equal(aesGcmOpen({ ...lock, nonce: 'abcdefghijkm' }, sealed), undefined)
  assert.equal(aesGcmOpen({ ...lock, key: key.replace('0', '1') }, sealed), undefined)
  assert.equal(aesGcmOpen(lock, sealed.subarray(0, 10)), undefined)
  for (let at = 0; at < sealed.length; at++) assert.equal(aesGcmOpen(lock, flipped(sealed, at)), undefined)
})

test('base64 and base64url give back the same bytes', () => {
  const bytes = seededRandom(2).bytes(257)
  assert.deepEqual(new Uint8Array(fromBase64(base64(bytes))), bytes)
  assert.deepEqual(new Uint8Array(fromBase64url(base64url(bytes))), bytes)
  assert.match(base64url(bytes), /^[\w-]+$/)
})
