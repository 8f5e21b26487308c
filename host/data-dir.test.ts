import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { takeDataDir } from './data-dir.ts'
import { Refusal } from './settings.ts'

test('a folder is made with what lies above it, and held by one at a time', (t) => {
  const above = mkdtempSync(join(tmpdir(), 'data-dir-'))
  t.after(() => rmSync(above, { recursive: true, force: true }))
  const path = join(above, 'some', 'where')
  const held = takeDataDir(path)
  assert.ok(existsSync(join(path, 'db')))
  assert.throws(
    () => takeDataDir(path),
    (error) => error instanceof Refusal && /already running/.test(error.message),
  )
  held.release()
  takeDataDir(path).release()
})

test('a folder that cannot be made is refused with its name', () => {
  for (const path of ['/proc/nowhere', '/dev/null/data'])
    assert.throws(
      () => takeDataDir(path),
      (error) =>
        error instanceof Refusal && error.message.includes(path) && /cannot be made/.test(error.message),
    )
})
