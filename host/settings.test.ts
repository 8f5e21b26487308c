import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal, readSettings } from './settings.ts'

const refuses = (env: Readonly<Record<string, string>>, words: RegExp) =>
  assert.throws(
    () => readSettings(env),
    (error) => error instanceof Refusal && words.test(error.message),
    JSON.stringify(env),
  )

test('an empty environment is the demo on loopback', () => {
  assert.deepEqual(readSettings({}), { host: '127.0.0.1', port: 8080, dataDir: './data', demo: true })
})

test('everything may be set', () => {
  const env = { HOST: '10.0.0.7', PORT: '0', DATA_DIR: 'elsewhere', DEMO: '0' }
  assert.deepEqual(readSettings(env), { host: '10.0.0.7', port: 0, dataDir: 'elsewhere', demo: false })
})

test('a variable that is set to nothing is as good as unset', () => {
  const { host, dataDir } = readSettings({ HOST: '', DATA_DIR: '' })
  assert.deepEqual([host, dataDir], ['127.0.0.1', './data'])
})

test('the demo is refused anywhere but on loopback, and the refusal says what to do', () => {
  refuses({ HOST: '0.0.0.0' }, /HOST=0\.0\.0\.0 with DEMO=1.*HOST=127\.0\.0\.1, or DEMO=0/)
  refuses({ HOST: '10.0.0.7', DEMO: '1' }, /loopback only/)
  for (const HOST of ['127.0.0.1', '::1', 'localhost']) assert.equal(readSettings({ HOST }).host, HOST)
})

test('DEMO is 1 or 0', () => {
  for (const DEMO of ['yes', 'true', '', '2']) refuses({ DEMO }, /^DEMO=.*: it is 1 .* or 0/)
})

test('a port is a whole number from 0 to 65535', () => {
  for (const PORT of ['http', '-1', '65536', '80.5', '1e9'])
    refuses({ PORT }, /^PORT=.*a port is a whole number/)
  assert.equal(readSettings({ PORT: '65535' }).port, 65_535)
})
