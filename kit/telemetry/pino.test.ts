import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { withContext } from '../context.ts'
import { Fault } from '../fault.ts'
import { createLog, type LogLevel } from './pino.ts'

/** A log and the lines it has written. */
function logAt(level: LogLevel) {
  const written: string[] = []
  const log = createLog({ name: 'order', level, write: (line) => written.push(line) })
  const lines = () => written.map((line) => JSON.parse(line) as Record<string, unknown>)
  return { log, lines }
}

test('a line carries time, level, service, message and fields', () => {
  const { log, lines } = logAt('info')
  log.info('order placed', { orderId: 'o-1', totalFen: 4200 })
  const [line] = lines()
  assert.match(String(line?.time), /^\d{4}-\d\d-\d\dT/)
  assert.deepEqual(
    [line?.level, line?.service, line?.msg, line?.orderId, line?.totalFen],
    ['info', 'order', 'order placed', 'o-1', 4200],
  )
})

test('inside a call a line carries its trace and span; outside none', () => {
  const { log, lines } = logAt('info')
  const [traceId, spanId] = ['1'.repeat(32), '2'.repeat(16)]
  withContext({ traceId, spanId }, () => log.info('inside'))
  log.info('outside')
  assert.deepEqual([lines()[0]?.traceId, lines()[0]?.spanId], [traceId, spanId])
  assert.ok(!('traceId' in (lines()[1] ?? {})))
})

test('lines below the level are not written', () => {
  const { log, lines } = logAt('warn')
  log.debug('a')
  log.info('b')
  log.warn('c')
  log.error('d')
  assert.deepEqual(
    lines().map((line) => line.msg),
    ['c', 'd'],
  )
})

test('an error is written with its kind, reason, stack and every cause', () => {
  const { log, lines } = logAt('info')
  const cause = new Error('connect', { cause: new Error('ECONNREFUSED') })
  log.error('failed', { error: new Fault('unavailable', 'INVENTORY_DOWN', 'not now', { cause }) })
  const error = lines()[0]?.error as Record<string, Record<string, Record<string, unknown>>>
  assert.deepEqual([error.type, error.kind, error.reason], ['Fault', 'unavailable', 'INVENTORY_DOWN'])
  assert.match(String(error.stack), /pino\.test\.ts/)
  assert.equal(error.cause?.message, 'connect')
  assert.equal(error.cause?.cause?.message, 'ECONNREFUSED')
})

test('secrets and what tells who somebody is are masked at every depth, also on a log with fields', () => {
  const { log, lines } = logAt('info')
  const deep = { headers: { Authorization: 'Bearer x', accept: 'y' }, list: [{ phone: '13800000000' }] }
  log.with({ refreshToken: 'abc' }).info('hello', { password: 'p', wechatOpenid: 'o', apiKey: 'k', deep })
  const text = JSON.stringify(lines())
  for (const leaked of ['Bearer', '13800000000', 'abc', '"p"', '"o"', '"k"'])
    assert.ok(!text.includes(leaked), leaked)
  const written = lines()[0]?.deep as typeof deep | undefined
  assert.deepEqual(written?.headers, { Authorization: '***', accept: 'y' })
})

test('an endless, deep or huge field cannot hurt the log', () => {
  const { log, lines } = logAt('info')
  const loop: Record<string, unknown> = {}
  loop.self = loop
  log.info('odd', { loop, text: 'x'.repeat(100_000), bytes: new Uint8Array(9), big: 10n })
  const [line] = lines()
  assert.ok(JSON.stringify(line).length < 6000)
  assert.deepEqual([line?.bytes, line?.big], ['9 bytes', '10'])
})

test('gathered lines are all on standard output after a flush, whatever happens to the process then', () => {
  const program = `
    import { createLog } from ${JSON.stringify(new URL('./pino.ts', import.meta.url).href)}
    const log = createLog({ name: 'x' })
    for (let n = 0; n < 3000; n++) log.info('line', { n })
    log.flush()
    process.kill(process.pid, 'SIGKILL')`
  const args = ['--input-type=module', '--eval', program]
  const { stdout, signal } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  const lines = stdout.trimEnd().split('\n')
  assert.equal(signal, 'SIGKILL')
  assert.equal(lines.length, 3000)
  assert.equal(JSON.parse(lines.at(-1) ?? '').n, 2999)
})
