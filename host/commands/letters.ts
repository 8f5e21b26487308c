import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Fault } from '#kit/fault.ts'
import type { DeadLetters } from '#kit/messaging/dead-letters.ts'
import { createLog } from '#kit/telemetry/pino.ts'
import { databasePath, takeDataDir } from '../data-dir.ts'
import { listeners } from '../listeners.ts'
import { readOptions } from '../options.ts'
import { run } from '../run.ts'
import { Refusal } from '../settings.ts'

const usage = 'usage: npm run letters -- --data DIR [list | replay SERVICE ID | discard SERVICE ID REASON]'
const shownMax = 100

/** Shows, applies again or gives up the messages that listeners of a stopped installation could not apply. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options: { data: { type: 'string' } }, allowPositionals: true })
  const [verb = 'list', service = '', id = '', reason = ''] = positionals
  const asked = values.data !== undefined && isSound(verb, { service, id, reason })
  if (values.data === undefined || !asked) throw new Refusal(usage)
  if (!existsSync(databasePath(values.data, 'order'))) throw new Refusal(`${values.data} is no installation`)
  const dataDir = takeDataDir(values.data)
  try {
    for (const name of verb === 'list' ? Object.keys(listeners) : [service])
      await withLetters(values.data, name, (letters) => act(letters, { verb, name, id, reason }))
    return 0
  } finally {
    dataDir.release()
  }
}

interface Wish {
  readonly verb: string
  readonly name: string
  readonly id: string
  readonly reason: string
}

function isSound(verb: string, { service, id, reason }: Readonly<Record<string, string>>): boolean {
  if (verb === 'list') return true
  const known = service !== undefined && service in listeners && id !== ''
  return known && (verb === 'replay' || (verb === 'discard' && reason !== ''))
}

async function act(letters: DeadLetters, { verb, name, id, reason }: Wish): Promise<void> {
  if (verb === 'replay') await letters.replay(id)
  else if (verb === 'discard') await letters.discard(id, reason)
  const left = await letters.list(shownMax)
  console.log(`${name}: ${left.length} parked`)
  for (const { id: letterId, type, key, attempts, error } of left)
    console.log(`  ${letterId}  ${type} of ${key}, ${attempts} attempts: ${error.slice(0, 200)}`)
}

/** The service that listens is started alone: what it announces meanwhile waits in its outbox. */
async function withLetters(dataDir: string, name: string, work: (letters: DeadLetters) => Promise<void>) {
  const options = readOptions(['--services', name], { DEMO: '0', DATA_DIR: dataDir })
  const running = await run(options, createLog({ name: 'letters', level: 'error' }), () => process.exit(1))
  try {
    const letters = running.assembled.deadLetters.get(name)
    if (letters) await work(letters)
  } finally {
    await running.stop()
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  const expected = error instanceof Refusal || error instanceof Fault
  console.error(expected ? error.message : error)
  process.exitCode = 2
}
