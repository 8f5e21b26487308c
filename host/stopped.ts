import { existsSync } from 'node:fs'
import { createLog } from '#kit/telemetry/pino.ts'
import { databasePath, takeDataDir } from './data-dir.ts'
import { readOptions } from './options.ts'
import { type Running, run } from './run.ts'
import { definitions } from './services.ts'
import { Refusal } from './settings.ts'

/**
 * Does something with the services of a stopped installation: all but the gateway run, so that it works on
 * meanwhile and nobody comes in.
 */
export async function withServices<T>(
  folder: string,
  name: string,
  work: (running: Running) => Promise<T>,
): Promise<T> {
  if (!existsSync(databasePath(folder, 'order'))) throw new Refusal(`${folder} is no installation`)
  const dataDir = takeDataDir(folder)
  try {
    const running = await runServices(folder, name)
    try {
      return await work(running)
    } finally {
      await running.stop()
    }
  } finally {
    dataDir.release()
  }
}

function runServices(dataDir: string, name: string): Promise<Running> {
  const services = definitions.map((definition) => definition.name).join(',')
  const options = readOptions(['--services', services], { DEMO: '0', DATA_DIR: dataDir })
  return run(options, createLog({ name, level: 'error' }), () => process.exit(1))
}
