import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Catalog } from '../domain/catalog.ts'
import { createCatalogMemory } from './catalog-memory.ts'

const at = (version: number) => ({ version }) as Catalog

/** A database whose loads end when the test says so. */
function createSource(version: number) {
  const source = { version, loads: [] as PromiseWithResolvers<Catalog>[] }
  const memory = createCatalogMemory({
    readVersion: async () => source.version,
    load() {
      const load = Promise.withResolvers<Catalog>()
      source.loads.push(load)
      return load.promise
    },
    limit: () => 2,
  })
  return { source, memory }
}

const turn = () => new Promise(setImmediate)

test('many who ask at once share one load', async () => {
  const { source, memory } = createSource(1)
  const found = [memory.find('1'), memory.find('1'), memory.find('1')]
  await turn()
  assert.equal(source.loads.length, 1)
  source.loads[0]?.resolve(at(1))
  assert.deepEqual(await Promise.all(found), [at(1), at(1), at(1)])
})

test('a load that began before a change does not answer who asked after it', async () => {
  const { source, memory } = createSource(1)
  const early = memory.find('1')
  await turn()
  source.version = 2
  const late = memory.find('1')
  await turn()
  source.loads[0]?.resolve(at(1))
  assert.deepEqual(await early, at(1))
  await turn()
  source.loads[1]?.resolve(at(2))
  assert.deepEqual(await late, at(2))
})

test('a failed load is tried again by whoever asks next', async () => {
  const { source, memory } = createSource(1)
  const failed = memory.find('1')
  await turn()
  source.loads[0]?.reject(new Error('the database is not available'))
  await assert.rejects(failed)
  const found = memory.find('1')
  await turn()
  source.loads[1]?.resolve(at(1))
  assert.deepEqual(await found, at(1))
  assert.deepEqual(await memory.find('1'), at(1))
  assert.equal(source.loads.length, 2)
})

test('only so many shops are remembered', async () => {
  const { source, memory } = createSource(1)
  for (const shop of ['1', '2', '3', '1', '3']) {
    const before = source.loads.length
    const found = memory.find(shop)
    await turn()
    source.loads[before]?.resolve(at(1))
    await found
  }
  assert.equal(source.loads.length, 4, 'shop 1 was forgotten for shop 3, which is still known')
})
