import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Fault } from '#kit/fault.ts'
import type { DeadLetters } from '#kit/messaging/dead-letters.ts'
import { createLog } from '#kit/telemetry/pino.ts'
import { type DataDir, databasePath, takeDataDir } from '../data-dir.ts'
import { listeners } from '../listeners.ts'
import { readOptions } from '../options.ts'
import { type Running, run } from '../run.ts'
import { definitions } from '../services.ts'
import { Refusal } from '../settings.ts'
import { topologyOf } from '../split-dir.ts'
import { carriersOf } from '../topologies.ts'

const usage = `usage: npm run letters -- --data DIR [--platform FILE]
         [list | replay SERVICE ID | discard SERVICE ID REASON]`
const shownMax = 100

/**
 * Shows, applies again or gives up the messages that listeners could not apply. On SQLite the installation is
 * stopped meanwhile; the servers that FILE names, as for `--platform`, bear one process more.
 */
async function main(): Promise<number> {
  const text = { type: 'string' } as const
  const { values, positionals } = parseArgs({
    options: { data: text, platform: text },
    allowPositionals: true,
  })
  const [verb = 'list', service = '', id = '', reason = ''] = positionals
  const { data } = values
  if (data === undefined || !isSound(verb, { service, id, reason })) throw new Refusal(usage)
  const platform = values.platform ?? platformFileOf(data)
  const dataDir = platform === undefined ? takeInstallation(data) : null
  const running = await runServices(data, platform)
  try {
    const { deadLetters } = running.assembled
    for (const [name, letters] of deadLetters)
      if (verb === 'list' || name === service) await act(letters, { verb, name, id, reason })
    return 0
  } finally {
    await running.stop()
    dataDir?.release()
  }
}

/** What carries the split platform of a folder, if that is not SQLite. */
function platformFileOf(data: string): string | undefined {
  const on = topologyOf(data)
  return on && carriersOf[on].storage !== 'sqlite' ? join(data, 'platform.json') : undefined
}

/** On SQLite: nobody else has it meanwhile. */
function takeInstallation(data: string): DataDir {
  if (!existsSync(databasePath(data, 'order'))) throw new Refusal(`${data} is no installation`)
  return takeDataDir(data)
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
function runServices(dataDir: string, platform: string | undefined): Promise<Running> {
  const services = definitions.map(({ name }) => name).join(',')
  const carriers = platform === undefined ? [] : ['--platform', platform]
  const options = readOptions(['--services', services, ...carriers], { DEMO: '0', DATA_DIR: dataDir })
  return run(options, createLog({ name: 'letters', level: 'error' }), () => process.exit(1))
}

try {
  process.exitCode = await main()
} catch (error) {
  const expected = error instanceof Refusal || error instanceof Fault
  console.error(expected ? error.message : error)
  process.exitCode = 2
}
