import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createLog } from '#kit/telemetry/pino.ts'
import { type DataDir, databasePath, takeDataDir } from './data-dir.ts'
import { readOptions } from './options.ts'
import { type Running, run } from './run.ts'
import { definitions } from './services.ts'
import { Refusal } from './settings.ts'
import { topologyOf } from './split-dir.ts'
import { carriersOf } from './topologies.ts'

/** An installation that somebody does something with. */
export interface Place {
  readonly dataDir: string
  /** The file that says what carries it, as for `--platform`; that of a split platform is known. */
  readonly platform?: string | undefined
  readonly services?: readonly string[]
}

const all = definitions.map(({ name }) => name)

/**
 * Does something with services of an installation, all but the gateway unless told: so it works on meanwhile
 * and nobody comes in. On SQLite it is stopped meanwhile; real servers bear one process more.
 */
export async function withServices<T>(
  { dataDir, platform = platformFileOf(dataDir), services = all }: Place,
  name: string,
  work: (running: Running) => Promise<T>,
): Promise<T> {
  const taken = platform === undefined ? takeInstallation(dataDir) : null
  try {
    const running = await runServices({ dataDir, platform, services }, name)
    try {
      return await work(running)
    } finally {
      await running.stop()
    }
  } finally {
    taken?.release()
  }
}

/** What carries the split platform of a folder, if that is not SQLite. */
function platformFileOf(dataDir: string): string | undefined {
  const on = topologyOf(dataDir)
  return on && carriersOf[on].storage !== 'sqlite' ? join(dataDir, 'platform.json') : undefined
}

/** On SQLite: nobody else has it meanwhile. */
function takeInstallation(dataDir: string): DataDir {
  if (!existsSync(databasePath(dataDir, 'user')))
    throw new Refusal(`${dataDir} is no installation yet: start it once with DEMO=0`)
  return takeDataDir(dataDir)
}

function runServices({ dataDir, platform, services = all }: Place, name: string): Promise<Running> {
  const carriers = platform === undefined ? [] : ['--platform', platform]
  const args = ['--services', services.join(','), ...carriers]
  const options = readOptions(args, { DEMO: '0', DATA_DIR: dataDir })
  return run(options, createLog({ name, level: 'error' }), () => process.exit(1))
}
