import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom, systemRandom } from './random.ts'

for (const [name, random] of [
  ['system', systemRandom],
  ['seeded', seededRandom(1)],
] as const) {
  test(`${name}: numbers below a bound are in range and about evenly spread`, () => {
    const drawn = Array.from({ length: 14_000 }, () => random.below(7))
    const counts = [0, 1, 2, 3, 4, 5, 6].map((face) => drawn.filter((one) => one === face).length)
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      14_000,
    )
    for (const count of counts) assert.ok(count > 1700 && count < 2300, counts.join(' '))
  })

  test(`${name}: bounds from 1 to 2³² work`, () => {
    assert.equal(random.below(1), 0)
    const large = Array.from({ length: 50 }, () => random.below(2 ** 32))
    assert.ok(large.some((one) => one > 2 ** 31))
    assert.ok(large.every((one) => Number.isInteger(one) && one >= 0 && one < 2 ** 32))
  })
}

test('bytes are never handed out twice, also across the pool and beyond it', () => {
  const seen = new Set<string>()
  for (let n = 0; n < 2000; n++) seen.add(Buffer.from(systemRandom.bytes(16)).toString('hex'))
  assert.equal(seen.size, 2000)
  assert.equal(systemRandom.bytes(10_000).length, 10_000)
})

test('what was handed out does not change when the pool is filled again', () => {
  const first = systemRandom.bytes(32)
  const copy = Buffer.from(first).toString('hex')
  for (let n = 0; n < 500; n++) systemRandom.bytes(32)
  assert.equal(Buffer.from(first).toString('hex'), copy)
})

test('the same seed gives the same numbers for ever', () => {
  const drawn = (seed: number) => {
    const random = seededRandom(seed)
    return [random.below(1000), random.below(1000), ...random.bytes(3)]
  }
  assert.deepEqual(drawn(20240601), drawn(20240601))
  assert.notDeepEqual(drawn(1), drawn(2))
})
