import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openBooks } from './open-books.ts'

const folder = mkdtempSync(join(tmpdir(), 'open-books-'))
after(() => rmSync(folder, { recursive: true }))

/** Nobody listens there, so whoever asks is refused. */
const nowhere = 'mysql://root@127.0.0.1:1'

test('an installation on MySQL whose server nobody has named is refused', () => {
  assert.throws(() => openBooks({ dataDir: folder, on: 'mysql' }), /platform\.json names no MySQL server/)
})

test('the server of an installation on MySQL is found in its data folder', async () => {
  writeFileSync(join(folder, 'platform.json'), JSON.stringify({ storage: nowhere, prefix: 'x' }))
  const books = openBooks({ dataDir: folder, on: 'cloud' })
  await assert.rejects(books.all('order', 'SELECT 1 AS one'), /ECONNREFUSED/)
  await books.close()
})

test('an installation on SQLite is looked at whatever else was once run on its folder', async () => {
  const books = openBooks({ dataDir: folder, on: 'grpc' })
  assert.deepEqual(await books.all('order', 'SELECT 1 AS one'), [])
  await books.close()
})

test('a server that is named is taken', async () => {
  const books = openBooks({ dataDir: folder, url: nowhere })
  await assert.rejects(books.all('order', 'SELECT 1 AS one'), /ECONNREFUSED/)
  await books.close()
})
