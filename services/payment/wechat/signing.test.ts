import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemRandom } from '#kit/random.ts'
import { openTill } from '../till.fixture.ts'
import { createSigning } from './signing.ts'

test('the merchant’s key is read once, however much is signed with it', async () => {
  const till = await openTill()
  const { merchantPrivateKey, ...named } = till.config
  let reads = 0
  const signer = {
    ...named,
    get merchantPrivateKey() {
      reads += 1
      return merchantPrivateKey
    },
  }
  const signing = createSigning(signer, till.clock, systemRandom)
  const signed = Array.from({ length: 30 }, (_, n) => signing.authorization('GET', `/v3/${n}`, ''))
  signing.jsapiParameters('prepay')
  await till.close()
  assert.deepEqual([new Set(signed).size, reads], [30, 1])
})
