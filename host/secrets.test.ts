import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { readSecrets, takeSecrets } from './secrets.ts'
import { Refusal } from './settings.ts'

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

test('secrets are made once, for their owner only, and are the same for everyone who reads them', (t) => {
  const folder = folderOf(t)
  const made = takeSecrets(folder)
  assert.match(made.signingKey, /PRIVATE KEY/)
  assert.equal(statSync(join(folder, 'secrets.json')).mode & 0o777, 0o600)
  assert.deepEqual([takeSecrets(folder), readSecrets(folder)], [made, made])
})

test('who only reads them makes none: it says what is missing, and that all processes have the same', (t) => {
  const folder = folderOf(t)
  assert.throws(
    () => readSecrets(folder),
    (error) => error instanceof Refusal && /secrets\.json is not there.*docs\/deploy\.md/.test(error.message),
  )
  assert.deepEqual(readdirSync(folder), [])
})
