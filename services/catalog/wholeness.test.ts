import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createSqliteStorage } from '#kit/storage/sqlite.ts'
import { createRig, createShop, dishFields, extras, spiciness, staffOf, standOn } from './catalog.fixture.ts'
import type { CatalogTables } from './store/tables.ts'

/** A database that takes no group of this name: what fails in the middle of a change. */
const untakeable = '写不进'
const brokenHere = {
  name: '9999-broken-here',
  statements: [
    `CREATE TRIGGER broken_here BEFORE INSERT ON option_group WHEN NEW.name = '${untakeable}'
     BEGIN SELECT RAISE(ABORT, 'broken here'); END`,
  ],
}

standOn(async ({ migrations, ...needs }) => {
  const folder = mkdtempSync(join(tmpdir(), 'catalog-'))
  const path = join(folder, 'catalog.db')
  const all = [...migrations, brokenHere]
  const storage = await createSqliteStorage<CatalogTables>({ path, migrations: all, ...needs })
  return { ...storage, stop: () => storage.stop().finally(() => rmSync(folder, { recursive: true })) }
})

test('a dish whose options cannot be written stays as it was, with the options it had', async (t) => {
  const rig = await createRig(t)
  const { shopId, dishCategoryId, fish } = await createShop(rig)
  const calls = rig.as(staffOf(shopId))
  const before = await calls.getDish({ dishId: fish.id })
  await rig.announced()
  const optionGroups = [spiciness, { ...extras, name: untakeable }]
  const fields = { ...dishFields, name: '另一道鱼', categoryId: dishCategoryId, optionGroups }
  await assert.rejects(calls.updateDish({ dishId: fish.id, fields }), { kind: 'internal' })
  assert.deepEqual(await calls.getDish({ dishId: fish.id }), before)
  assert.deepEqual(
    await calls.getDish({ dishId: fish.id }),
    await rig.as(staffOf(shopId), 1).getDish({ dishId: fish.id }),
  )
  assert.deepEqual(await rig.announced(), [])
  assert.equal(before.optionGroups.length > 0, true, 'there were options to lose')
})
