import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Outcome, withoutSkips } from './parts/outcome.ts'
import { root } from './parts/program.ts'

/**
 * Runs a test file of this text, as a part does: in a process that does not take itself for one of a test.
 */
function outcomeOf(t: TestContext, text: string, boundMs = 60_000): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'run-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'planted.test.mjs')
  writeFileSync(file, `import { describe, test } from 'node:test'\n${text}`)
  const runner = join(folder, 'runner.mjs')
  const module = new URL('./parts/test-file.ts', import.meta.url).href
  const call = `await runTestFile(${JSON.stringify(file)}, ${boundMs})`
  writeFileSync(runner, `import { runTestFile } from '${module}'\nconsole.log(JSON.stringify(${call}))`)
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  return JSON.parse(execFileSync(process.execPath, [runner], { cwd: root, env, encoding: 'utf8' }))
}

function run(...args: string[]) {
  return spawnSync(process.execPath, ['tests/run.ts', ...args], { cwd: root, encoding: 'utf8' })
}

test('passed, failed and skipped tests are counted as what they are, suites not at all', (t) => {
  const outcome = outcomeOf(
    t,
    `test('good', () => undefined)
     test('bad', () => { console.log('seen on the way'); throw new Error('because') })
     test('elsewhere', { skip: 'no mariadbd here' }, () => undefined)
     test('later', { todo: true }, () => undefined)
     describe('some', () => { test('inner', () => undefined); test('broken', () => { throw 1 }) })`,
  )
  assert.equal(outcome.passed, 2)
  assert.deepEqual(
    outcome.failures.map(({ name }) => name.split(' ')[0]),
    ['bad', 'broken'],
  )
  assert.match(outcome.failures[0]?.report ?? '', /because.*seen on the way/s)
  assert.deepEqual(
    outcome.skips.map(({ reason }) => reason),
    ['no mariadbd here', 'not done yet'],
  )
})

test('a file without tests, one that leaves early and one that cannot be read are failures', (t) => {
  for (const text of ['console.log(1)', "test('x', () => undefined)\nprocess.exit(0)", 'syntax(']) {
    const { passed, failures } = outcomeOf(t, text)
    assert.deepEqual([passed, failures.length], [0, 1], text)
  }
})

test('a file that does not end is killed and is a failure', (t) => {
  const text = "test('x', () => undefined)\nsetInterval(() => undefined, 1000)"
  const { failures } = outcomeOf(t, text, 1000)
  assert.equal(failures.length, 1)
})

test('where every server must be there, a skip is a failure that says why', () => {
  const skips = [{ name: 'on MariaDB', reason: 'no mariadbd' }]
  const strict = withoutSkips({ passed: 3, failures: [], skips, notes: [] })
  const failures = [{ name: 'on MariaDB', report: 'skipped: no mariadbd' }]
  assert.deepEqual(strict, { passed: 3, failures, skips: [], notes: [] })
})

test('--list names the parts there are, in the order they run', () => {
  const { status, stdout } = run('--list')
  const listed = stdout.trimEnd().split('\n')
  assert.equal(status, 0)
  assert.deepEqual(listed.slice(0, 5), ['types', 'pages', 'lint', 'tidy', 'unit'])
})

test('an unknown part is refused with those there are', () => {
  const { status, stderr } = run('--only', 'unti')
  assert.equal(status, 2)
  assert.match(stderr, /No such part: unti\. Parts: types, pages, lint, tidy, unit/)
})
