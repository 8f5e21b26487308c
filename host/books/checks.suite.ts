import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Finding } from './check.ts'
import { checks } from './checks.ts'
import { plants } from './plants.fixture.ts'
import type { Tampering, Town } from './town.fixture.ts'

/** What the checks promise, on whatever database the town is built. */
export function checksHold(build: () => Promise<Town>): void {
  let town: Town
  before(async () => {
    town = await build()
  })
  after(() => town.remove())

  async function examine(tampering: Tampering | null, says: string): Promise<Finding> {
    const check = checks.find((each) => each.says === says)
    assert.ok(check, `no check says: ${says}`)
    const books = await town.tampered(tampering)
    try {
      return await check.run(books)
    } finally {
      await books.close()
    }
  }

  test('books that are right pass every check', async () => {
    for (const { says } of checks) assert.deepEqual((await examine(null, says)).violations, [], says)
  })

  test('every check but those of backlogs has looked at something in right books', async () => {
    const idle = new Set<string>()
    for (const { says, id } of checks) if ((await examine(null, says)).counted === 0) idle.add(id)
    assert.deepEqual([...idle], ['I-17', 'I-18', 'I-19'])
  })

  test('every check has a violation planted for it, and no two say the same', () => {
    assert.deepEqual(Object.keys(plants).sort(), checks.map(({ says }) => says).sort())
  })

  for (const [says, ways] of Object.entries(plants)) {
    test(`caught when untrue: ${says}`, async () => {
      for (const plant of ways) {
        const { violations } = await examine(plant, says)
        const what = JSON.stringify(plant)
        assert.ok(violations.length > 0, `not caught: ${what}`)
        const named = violations.some((violation) => plant.names.test(violation))
        assert.ok(named, `caught as ${violations.join(', ')}: ${what}`)
      }
    })
  }

  test('old notifications that were forgotten are no violation, nor are their bells', async () => {
    const sql = 'DELETE FROM notification WHERE seq = 1; UPDATE notification SET at = 6000'
    for (const { says, id } of checks)
      if (id === 'I-16') assert.deepEqual((await examine({ database: 'push', sql }, says)).violations, [])
  })

  test('a timer that is due since a moment is not late', async () => {
    const row = { table: 'timer', kind: 'wake', ref: 'r-1', due_at: Date.now() }
    const found = await examine({ database: 'order', row }, 'no timer of order is a minute late')
    assert.deepEqual(found.violations, [])
  })

  test('a database that is not there has no rows, and books are never written to', async () => {
    const books = await town.tampered(null)
    assert.deepEqual(await books.all('nowhere', 'SELECT 1 AS one'), [])
    await assert.rejects(books.all('order', "DELETE FROM orders WHERE id = 'done'"), /read.?only/i)
    await books.close()
  })
}
