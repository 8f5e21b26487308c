import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'

const root = join(import.meta.dirname, '..')

/**
 * A project of its own with the real boot.mjs, small commands, and an `npm` that only writes down its calls.
 */
function project(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'boot-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const put = (path: string, text: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  cpSync(join(root, 'host/boot.mjs'), join(folder, 'host/boot.mjs'), { recursive: true })
  put('package.json', '{"type":"module"}')
  put('package-lock.json', '{}')
  put('host/start.ts', 'console.log("started with", ...process.argv.slice(2))')
  put('tests/run.ts', 'console.log("tested")')
  put('host/commands/books.ts', 'process.exit(7)')
  put('bin/npm', '#!/bin/sh\necho "$@" >> npm-calls\nsleep 0.2\nmkdir -p node_modules\n[ ! -e npm-fails ]\n')
  chmodSync(join(folder, 'bin/npm'), 0o755)

  const start = (args: string[], nodeArgs: string[] = []) =>
    spawn(process.execPath, [...nodeArgs, 'host/boot.mjs', ...args], {
      cwd: folder,
      env: { ...process.env, PATH: `${join(folder, 'bin')}:${process.env.PATH}` },
    })
  const calls = () => {
    const path = join(folder, 'npm-calls')
    return existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : []
  }
  return { folder, put, calls, start, boot: async (...args: string[]) => endOf(start(args)) }
}

async function endOf(child: ChildProcess) {
  const heard: string[] = []
  child.stdout?.on('data', (chunk) => heard.push(String(chunk)))
  child.stderr?.on('data', (chunk) => heard.push(String(chunk)))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output: heard.join('') }
}

/** Makes Node say that it is of another version. */
const pretendNode = (version: string) => {
  const program = `Object.defineProperty(process, 'versions', { value: { node: '${version}' } })`
  return ['--import', `data:text/javascript,${encodeURIComponent(program)}`]
}

const prod = 'install --no-audit --no-fund --omit=dev'
const all = 'install --no-audit --no-fund --include=dev'

test('the first start installs and says so; the second starts at once', async (t) => {
  const { boot, calls } = project(t)
  const first = await boot('start', '--port', '1')
  assert.match(first.output, /Installed the packages in \d+\.\d s\nstarted with --port 1\n/)
  const second = await boot('start')
  assert.deepEqual([second.code, second.output], [0, 'started with\n'])
  assert.deepEqual(calls(), [prod])
})

test('changed package files are installed again', async (t) => {
  const { boot, calls, put } = project(t)
  await boot('start')
  put('package-lock.json', '{"changed":true}')
  await boot('start')
  assert.equal(calls().length, 2)
})

test('tests need the checkers too; what has them all is enough for everything and stays whole', async (t) => {
  const { boot, calls, put } = project(t)
  await boot('start')
  await boot('test')
  await boot('start')
  assert.deepEqual(calls(), [prod, all])
  put('package-lock.json', '{"changed":true}')
  await boot('start')
  assert.deepEqual(calls(), [prod, all, all])
})

test('two boots at the same time install once, and both start', async (t) => {
  const { boot, calls } = project(t)
  const ends = await Promise.all([boot('start'), boot('start'), boot('start')])
  assert.deepEqual(
    ends.map(({ code }) => code),
    [0, 0, 0],
  )
  assert.deepEqual(calls(), [prod])
})

test('an installer that died does not lock others out', async (t) => {
  const { boot, put, folder } = project(t)
  const dead = spawn('true')
  await once(dead, 'exit')
  put('.cache/installing', String(dead.pid))
  assert.equal((await boot('start')).code, 0)
  assert.ok(!existsSync(join(folder, '.cache/installing')))
})

test('a failed install is told, starts nothing, and is tried again', async (t) => {
  const { boot, calls, put, folder } = project(t)
  put('npm-fails', '')
  const failed = await boot('start')
  assert.equal(failed.code, 1)
  assert.match(failed.output, /npm install failed/)
  assert.doesNotMatch(failed.output, /started/)
  rmSync(join(folder, 'npm-fails'))
  assert.equal((await boot('start')).code, 0)
  assert.equal(calls().length, 2)
})

test('an unknown command lists those there are and exits 2 without installing', async (t) => {
  const { boot, calls } = project(t)
  for (const name of ['', 'strat', '../boot', 'toString']) {
    const { code, output } = await boot(name)
    assert.deepEqual([code, output], [2, 'Commands: start, test, format, books\n'])
  }
  assert.deepEqual(calls(), [])
})

test("the command's exit code is passed on", async (t) => {
  const { boot } = project(t)
  assert.equal((await boot('books')).code, 7)
})

test('signals are handed to the command, which decides about the exit code', async (t) => {
  const { boot, start, put } = project(t)
  await boot('start')
  put(
    'host/start.ts',
    `process.on('SIGTERM', () => process.exit(0))
     process.on('SIGINT', () => process.exit(3))
     setInterval(() => undefined, 1000)
     console.log('up')`,
  )
  for (const [signal, expected] of [
    ['SIGTERM', 0],
    ['SIGINT', 3],
    ['SIGHUP', 129],
  ] as const) {
    const child = start(['start'])
    await once(child.stdout, 'data')
    child.kill(signal)
    assert.equal((await endOf(child)).code, expected, signal)
  }
})

test('an older Node hands over to the one that came as a package', async (t) => {
  const { boot, start, folder } = project(t)
  await boot('start')
  const bin = join(folder, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin')
  mkdirSync(bin, { recursive: true })
  symlinkSync(process.execPath, join(bin, 'node'))
  assert.match((await endOf(start(['start'], pretendNode('20.11.1')))).output, /started/)
  assert.match((await endOf(start(['start'], pretendNode('24.10.0')))).output, /started/)
})

test('an older Node without the packaged one is told what to do', async (t) => {
  const { boot, start } = project(t)
  await boot('start')
  for (const version of ['18.20.0', '24.10.0']) {
    const { code, output } = await endOf(start(['start'], pretendNode(version)))
    assert.equal(code, 1)
    assert.match(output, /Node 24\.11 or later is needed, this is (18\.20|24\.10)\.0\. Install Node 24/)
  }
})

test('a real install leaves the lock file as it is', { timeout: 300_000 }, (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'install-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  for (const file of ['package.json', 'package-lock.json', '.npmrc'])
    cpSync(join(root, file), join(folder, file))
  const before = readFileSync(join(folder, 'package-lock.json'), 'utf8')
  for (const which of ['--omit=dev', '--include=dev']) {
    const args = ['install', '--no-audit', '--no-fund', '--prefer-offline', which]
    execFileSync('npm', args, { cwd: folder, stdio: 'pipe' })
    assert.equal(readFileSync(join(folder, 'package-lock.json'), 'utf8'), before)
  }
})
