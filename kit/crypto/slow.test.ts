import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../random.ts'
import { createSlowCrypto } from './slow.ts'

const salt = seededRandom(7).bytes(16)

test('a password verifies against its own hash and no other does', async () => {
  const slow = createSlowCrypto()
  const hash = await slow.hashPassword('correct 马 battery', salt)
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  assert.equal(await slow.verifyPassword('correct 马 battery', hash), true)
  assert.equal(await slow.verifyPassword('correct 马 battery ', hash), false)
  assert.equal(await slow.verifyPassword('', hash), false)
})

test('a hash that names another cost verifies at that cost', async () => {
  const slow = createSlowCrypto()
  // Argon2id of "password" with salt "somesalt", t = 2, m = 256 KiB: from the test vectors of the reference
  // program.
  const foreign = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4'
  assert.equal(await slow.verifyPassword('password', foreign), true)
  assert.equal(await slow.verifyPassword('Password', foreign), false)
})

test('a hash of unknown form or of absurd cost is false, at once', async () => {
  const slow = createSlowCrypto()
  const tail = 'c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4'
  const odd = [
    '',
    'e10adc3949ba59abbe56e057f20f883e',
    `$argon2i$v=19$m=256,t=2,p=1$${tail}`,
    `$argon2id$v=16$m=256,t=2,p=1$${tail}`,
    `$argon2id$v=19$m=9999999,t=2,p=1$${tail}`,
    `$argon2id$v=19$m=256,t=0,p=1$${tail}`,
    `$argon2id$v=19$m=1,t=1,p=1$${tail}`,
  ]
  for (const hash of odd) assert.equal(await slow.verifyPassword('password', hash), false, hash)
})

test('the main thread stays free while hashes are made', async () => {
  const slow = createSlowCrypto()
  let turns = 0
  let isDone = false
  const end = () => {
    isDone = true
  }
  void Promise.all(Array.from({ length: 4 }, () => slow.hashPassword('x', salt))).finally(end)
  while (!isDone) {
    turns += 1
    await new Promise(setImmediate)
  }
  assert.ok(turns > 20, `only ${turns} turns of the event loop`)
})

test('beyond so many waiting, the next is refused instead of kept', async () => {
  const slow = createSlowCrypto({ concurrency: 1, waitingMax: 2 })
  const accepted = [1, 2, 3].map(() => slow.hashPassword('x', salt))
  await assert.rejects(slow.hashPassword('x', salt), { kind: 'exhausted', reason: 'QUEUE_FULL' })
  assert.equal((await Promise.all(accepted)).length, 3)
  await slow.hashPassword('x', salt)
})
