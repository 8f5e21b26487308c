import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { test } from 'node:test'
import { manualClock } from '../clock.ts'
import { silentLog } from '../telemetry/log.ts'
import { onSignals } from './signals.ts'

/** A process as signals see it: what it is sent, and the codes it exits with. */
function rehearse(stop: () => Promise<readonly Error[]>) {
  const source = new EventEmitter()
  const clock = manualClock(1_000_000)
  const codes: number[] = []
  const end = onSignals({ stop, exit: (code) => codes.push(code), clock, log: silentLog, source })
  return { source, clock, codes, end, settle: () => new Promise(setImmediate) }
}

const hangs = () => new Promise<never>(() => undefined)

test('a clean stop exits 0', async () => {
  const { source, codes, settle, end } = rehearse(async () => [])
  source.emit('SIGTERM', 'SIGTERM')
  await settle()
  assert.deepEqual(codes, [0])
  end()
})

test('a stop with errors exits 1', async () => {
  const { source, codes, settle, end } = rehearse(async () => [new Error('disk')])
  source.emit('SIGINT', 'SIGINT')
  await settle()
  assert.deepEqual(codes, [1])
  end()
})

test('signals within a second are one request; a later one exits 1 at once', async () => {
  let stops = 0
  const { source, clock, codes, end } = rehearse(() => {
    stops += 1
    return hangs()
  })
  source.emit('SIGINT', 'SIGINT')
  source.emit('SIGTERM', 'SIGTERM')
  clock.advance(1000)
  source.emit('SIGINT', 'SIGINT')
  assert.deepEqual([stops, codes], [1, []])
  clock.advance(1)
  source.emit('SIGINT', 'SIGINT')
  assert.deepEqual([stops, codes], [1, [1]])
  end()
})

test('a stop that hangs exits 1 after 10 s', () => {
  const { source, clock, codes, end } = rehearse(hangs)
  source.emit('SIGTERM', 'SIGTERM')
  clock.advance(9999)
  assert.deepEqual(codes, [])
  clock.advance(1)
  assert.deepEqual(codes, [1])
  end()
})

for (const event of ['uncaughtException', 'unhandledRejection']) {
  test(`${event} exits 1 without a stop, since no state can be trusted`, () => {
    let stops = 0
    const { source, codes, end } = rehearse(async () => {
      stops += 1
      return []
    })
    source.emit(event, new Error('bug'))
    assert.deepEqual([stops, codes], [0, [1]])
    end()
  })
}

test('a real process: SIGTERM stops it and it exits 0', async () => {
  const child = runWithSignals('async () => { console.log("stopping"); return [] }', 'console.log("up")')
  await once(child.stdout, 'data')
  child.kill('SIGTERM')
  assert.deepEqual(await once(child, 'exit'), [0, null])
})

test('a real process: a rejection that nobody handles exits 1', async () => {
  const child = runWithSignals('async () => []', 'void Promise.reject(new Error("bug"))')
  assert.deepEqual(await once(child, 'exit'), [1, null])
})

/** Another Node that listens to signals, does `work` and then only waits. */
function runWithSignals(stop: string, work: string) {
  const program = `
    import { systemClock } from ${quoted('../clock.ts')}
    import { silentLog as log } from ${quoted('../telemetry/log.ts')}
    import { onSignals } from ${quoted('./signals.ts')}
    onSignals({ stop: ${stop}, exit: (code) => process.exit(code), clock: systemClock, log })
    setInterval(() => undefined, 1000)
    ${work}`
  return spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

function quoted(path: string): string {
  return JSON.stringify(new URL(path, import.meta.url).href)
}
