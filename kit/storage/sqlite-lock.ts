import { Fault } from '../fault.ts'
import { SqliteConnection } from './sqlite-connection.ts'
import { isBusy } from './sqlite-errors.ts'

/**
 * Holds `<path>.lock` until `release` or the end of the process, however it ends. Two writers on one file
 * would freeze each other's event loop, so a second process is refused.
 */
export function lockFile(path: string): { release(): void } {
  const connection = new SqliteConnection(`${path}.lock`, ['busy_timeout = 0'])
  try {
    connection.exec('begin exclusive')
  } catch (error) {
    connection.close()
    if (!isBusy(error)) throw error
    const advice = 'another process has it open; a service that runs twice needs MySQL'
    throw new Fault('unavailable', 'STORAGE_UNAVAILABLE', `${path} is in use: ${advice}`, { cause: error })
  }
  return { release: () => connection.close() }
}
