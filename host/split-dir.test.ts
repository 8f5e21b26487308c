import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Refusal } from './settings.ts'
import { clearSplitDir, takeSplitDir, topologyOf } from './split-dir.ts'

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'split-dir-'))
  t.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}

test('a folder that holds anything else is refused and stays as it is', (t) => {
  const path = folder(t)
  writeFileSync(join(path, 'precious.txt'), '')
  assert.throws(() => takeSplitDir(path, 'mysql'), Refusal)
  assert.ok(existsSync(join(path, 'precious.txt')))
  assert.equal(topologyOf(path), undefined)
})

test('its own folder is known, has one owner at a time, and is cleared of all but that', (t) => {
  const path = folder(t)
  const taken = takeSplitDir(path, 'mysql')
  assert.throws(() => takeSplitDir(path, 'mysql'), Refusal)
  mkdirSync(join(path, 'db', 'old'))
  clearSplitDir(path)
  assert.ok(!existsSync(join(path, 'db')))
  taken.release()
  assert.equal(topologyOf(path), 'mysql')
  assert.throws(() => takeSplitDir(path, 'cloud'), Refusal)
  takeSplitDir(path, 'mysql').release()
})
