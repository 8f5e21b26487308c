import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { Refusal } from '../settings.ts'
import { beginSeed, endSeed, isSeeded, refuseDemoData } from './marks.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'marks-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const database = () => join(dataDir, 'db', 'order.sqlite')
const facts = { seed: 1, orders: 2, at: '2026-01-01T00:00:00Z' }

test('a real installation is never cleared for the demo', () => {
  mkdirSync(join(dataDir, 'db'))
  writeFileSync(database(), 'orders of real people')
  assert.throws(() => beginSeed(dataDir), Refusal)
  assert.ok(existsSync(database()))
})

test('a seed that was cut off begins anew, a finished one is known', () => {
  beginSeed(dataDir)
  writeFileSync(database(), 'half')
  assert.equal(isSeeded(dataDir), false)
  beginSeed(dataDir)
  assert.ok(!existsSync(database()))
  writeFileSync(database(), 'whole')
  endSeed(dataDir, facts)
  assert.ok(isSeeded(dataDir))
  assert.throws(() => beginSeed(dataDir), Refusal)
})

test('a real installation does not start on the demo, finished or not', () => {
  refuseDemoData(dataDir)
  beginSeed(dataDir)
  assert.throws(() => refuseDemoData(dataDir), Refusal)
  endSeed(dataDir, facts)
  assert.throws(() => refuseDemoData(dataDir), Refusal)
})
