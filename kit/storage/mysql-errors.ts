import { storageUnavailable, UniqueViolation } from './violation.ts'

/** Server error numbers, the same on MySQL 8 and MariaDB 10.11. */
const duplicateEntry = 1062
const lockWaitTimeout = 1205
const deadlock = 1213

/** Too many connections, disk full, shutdown, table full, read-only, connection killed. */
const unavailable = [1040, 1021, 1053, 1114, 1290, 1836, 1927, 3169]

/** The server's number for an error; 0 where it came from elsewhere. */
export function errorNumber(error: unknown): number {
  return error instanceof Error && 'errno' in error ? Number(error.errno) : 0
}

/**
 * Whether the whole transaction is to be tried again: it lost a race for locks and nothing of it was kept.
 */
export function isLostRace(error: unknown): boolean {
  return [deadlock, lockWaitTimeout].includes(errorNumber(error))
}

/** Whether the connection is gone or the server cannot work. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const isNetwork = 'syscall' in error || ('fatal' in error && error.fatal === true)
  return (
    isNetwork || unavailable.includes(errorNumber(error)) || /closed state|Pool is closed/.test(error.message)
  )
}

/** Whether a connection turned out to be dead when it was used, so that another one may do. */
export function wasDead(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return (
    ['PROTOCOL_CONNECTION_LOST', 'ECONNRESET', 'EPIPE'].includes(code) || /closed state/.test(error.message)
  )
}

/** The server's error in the port's words; a bug and a lost race stay what they are. */
export function explainMysql(error: unknown): unknown {
  if (errorNumber(error) === duplicateEntry && error instanceof Error) {
    return new UniqueViolation(/for key '([^']*)'$/.exec(error.message)?.[1] ?? 'unknown key', error)
  }
  return isUnavailable(error) ? storageUnavailable(error) : error
}
