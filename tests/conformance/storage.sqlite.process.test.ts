import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, type TestContext, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { systemClock } from '#kit/clock.ts'
import { createSqliteStorage } from '#kit/storage/sqlite.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { type PairTables, pairMigrations } from './storage.sqlite.pairs.ts'

const folder = mkdtempSync(join(tmpdir(), 'cangqiong-storage-'))
after(() => rmSync(folder, { recursive: true }))

const program = join(import.meta.dirname, 'storage.sqlite.writer.ts')

interface Writer {
  readonly child: ChildProcess
  readonly lines: string[]
  readonly ended: Promise<unknown>
}

/** Starts the writing program; `blocks` limits the size of every file it writes. */
function startWriter(t: TestContext, path: string, first: number, blocks?: number): Writer {
  const limit = blocks === undefined ? '' : `ulimit -f ${blocks};`
  const child = spawn(
    'sh',
    ['-c', `${limit} exec "$0" "$@"`, process.execPath, program, path, String(first)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  t.after(() => child.kill('SIGKILL'))
  const text: string[] = []
  const lines: string[] = []
  child.stdout?.on('data', (chunk) => {
    const parts = `${text.pop() ?? ''}${chunk}`.split('\n')
    text.push(parts.pop() ?? '')
    lines.push(...parts)
  })
  return { child, lines, ended: once(child, 'close') }
}

async function hasWritten(writer: Writer, count: number): Promise<void> {
  const giveUpAt = Date.now() + 20_000
  while (writer.lines.length < count) {
    assert.ok(Date.now() < giveUpAt, 'the writing program does not write')
    await wait(1)
  }
}

function acknowledgedBy(writer: Writer): readonly number[] {
  return writer.lines.map(Number).filter(Number.isInteger)
}

function open(path: string) {
  return createSqliteStorage<PairTables>({
    path,
    migrations: pairMigrations,
    clock: systemClock,
    log: silentLog,
  })
}

/** What the tables hold after the writer's end. */
async function pairsIn(path: string) {
  const storage = await open(path)
  const left = await storage.read('left', (db) =>
    db.selectFrom('left_side').select('n').orderBy('n').execute(),
  )
  const right = await storage.read('right', (db) =>
    db.selectFrom('right_side').select('n').orderBy('n').execute(),
  )
  await storage.stop()
  return { left: left.map((row) => row.n), right: right.map((row) => row.n) }
}

test('kill -9 at any moment loses no acknowledged transaction and leaves no half of one', async (t) => {
  const path = join(folder, 'killed.db')
  const acknowledged: number[] = []
  for (let round = 0; round < 10; round++) {
    const writer = startWriter(t, path, round * 1_000_000)
    await hasWritten(writer, 200 + 137 * round)
    writer.child.kill('SIGKILL')
    await writer.ended
    acknowledged.push(...acknowledgedBy(writer))
  }
  const { left, right } = await pairsIn(path)
  const kept = new Set(left)
  assert.deepEqual(
    acknowledged.filter((n) => !kept.has(n)),
    [],
  )
  assert.deepEqual(left, right)
  assert.ok(acknowledged.length > 2000)
})

test('a second process is refused while the first lives, and let in as soon as it is killed', async (t) => {
  const path = join(folder, 'shared.db')
  const writer = startWriter(t, path, 0)
  await hasWritten(writer, 10)
  await assert.rejects(open(path), {
    name: 'Fault',
    reason: 'STORAGE_UNAVAILABLE',
    message: /shared\.db is in use: another process has it open; a service that runs twice needs MySQL/,
  })
  writer.child.kill('SIGKILL')
  await writer.ended
  await (await open(path)).stop()
})

test('a second storage in the same process is refused too', async () => {
  const path = join(folder, 'twice.db')
  const first = await open(path)
  await assert.rejects(open(path), /in use/)
  await first.stop()
  await (await open(path)).stop()
})

test('a write error of the system ends the process and loses no acknowledged transaction', async (t) => {
  const path = join(folder, 'limited.db')
  const writer = startWriter(t, path, 0, 2000)
  await writer.ended
  assert.equal(writer.lines.at(-1), 'fatal')
  const acknowledged = acknowledgedBy(writer)
  const kept = new Set((await pairsIn(path)).left)
  assert.ok(acknowledged.length > 100)
  assert.deepEqual(
    acknowledged.filter((n) => !kept.has(n)),
    [],
  )
})
