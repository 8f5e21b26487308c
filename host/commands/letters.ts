import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Fault } from '#kit/fault.ts'
import type { DeadLetters } from '#kit/messaging/dead-letters.ts'
import { createLog } from '#kit/telemetry/pino.ts'
import { databasePath, takeDataDir } from '../data-dir.ts'
import { listeners } from '../listeners.ts'
import { readOptions } from '../options.ts'
import { type Running, run } from '../run.ts'
import { definitions } from '../services.ts'
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
  const running = await runServices(values.data)
  try {
    const { deadLetters } = running.assembled
    for (const [name, letters] of deadLetters)
      if (verb === 'list' || name === service) await act(letters, { verb, name, id, reason })
    return 0
  } finally {
    await running.stop()
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

/** All services without the gateway: the installation works on meanwhile, and nobody comes in. */
function runServices(dataDir: string): Promise<Running> {
  const services = definitions.map(({ name }) => name).join(',')
  const options = readOptions(['--services', services], { DEMO: '0', DATA_DIR: dataDir })
  return run(options, createLog({ name: 'letters', level: 'error' }), () => process.exit(1))
}

try {
  process.exitCode = await main()
} catch (error) {
  const expected = error instanceof Refusal || error instanceof Fault
  console.error(expected ? error.message : error)
  process.exitCode = 2
}
