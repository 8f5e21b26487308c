import { argon2 } from 'node:crypto'
import { promisify } from 'node:util'
import { assert } from '../assert.ts'
import { createBulkhead } from '../resilience/bulkhead.ts'
import { timingSafeEqual } from './crypto.ts'

/** Crypto that takes milliseconds: runs off the main thread, at most two at a time. */
export interface SlowCrypto {
  /** Argon2id (m = 19456 KiB, t = 2, p = 1) as a PHC string; `salt` is 16 random bytes. */
  hashPassword(password: string, salt: Uint8Array): Promise<string>
  /** Compares in constant time; a hash of unknown form is false. */
  verifyPassword(password: string, hash: string): Promise<boolean>
}

export interface SlowCryptoOptions {
  /** How many run at once: 2, because each takes 19 MiB and a thread of the pool that files need too. */
  readonly concurrency?: number
  /** How many wait before the next is refused with Fault exhausted QUEUE_FULL: 200. */
  readonly waitingMax?: number
}

interface Phc {
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
  readonly salt: Uint8Array
  readonly tag: Uint8Array
}

const cost = { memory: 19_456, passes: 2, parallelism: 1 }
const tagLength = 32
const memoryMax = 262_144
const phcForm =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/
const derive = promisify(argon2)

/** Slow crypto on the threads of Node's own pool. */
export function createSlowCrypto({ concurrency = 2, waitingMax = 200 }: SlowCryptoOptions = {}): SlowCrypto {
  const bulkhead = createBulkhead({ concurrentMax: concurrency, waitingMax })
  return {
    async hashPassword(password, salt) {
      assert(salt.length === 16, 'a salt has 16 bytes')
      const tag = await bulkhead(() =>
        derive('argon2id', { message: password, nonce: salt, tagLength, ...cost }),
      )
      const settings = `m=${cost.memory},t=${cost.passes},p=${cost.parallelism}`
      return `$argon2id$v=19$${settings}$${unpadded(salt)}$${unpadded(tag)}`
    },
    async verifyPassword(password, hash) {
      const phc = readPhc(hash)
      if (!phc) return false
      const { salt, tag, ...settings } = phc
      const derived = await bulkhead(() =>
        derive('argon2id', { message: password, nonce: salt, tagLength: tag.length, ...settings }),
      )
      return timingSafeEqual(derived, tag)
    },
  }
}

/** A stored hash states its own cost; one beyond what we would ever store must not exhaust the machine. */
function readPhc(hash: string): Phc | undefined {
  const [, m = '', t = '', p = '', salt = '', tag = ''] = phcForm.exec(hash) ?? []
  const [memory, passes, parallelism] = [Number(m), Number(t), Number(p)]
  if (passes < 1 || parallelism < 1 || memory < 8 * parallelism || memory > memoryMax) return undefined
  return { memory, passes, parallelism, salt: Buffer.from(salt, 'base64'), tag: Buffer.from(tag, 'base64') }
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '')
}
