import { type Logger, pino } from 'pino'
import { currentContext, outsideContext } from '../context.ts'
import type { Log, LogFields } from './log.ts'
import { cleanFields } from './redact.ts'

/** A log that gathers lines: whoever ends the process flushes it first. */
export interface FlushableLog extends Log {
  flush(): void
}

/** Lines below it are not written. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

export interface LogOptions {
  /** The service or process that speaks. */
  readonly name: string
  readonly level?: LogLevel
  /** Takes finished lines; standard output unless told otherwise. */
  readonly write?: (line: string) => void
}

const gatherBytes = 8192
const gatherMs = 200

/**
 * A log of one JSON object per line: time, level, service, traceId and spanId where there are any, msg,
 * fields.
 */
export function createLog({ name, level = 'info', write }: LogOptions): FlushableLog {
  const stdout = write
    ? undefined
    : pino.destination({ fd: 1, sync: false, minLength: gatherBytes, periodicFlush: gatherMs })
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: traceFields,
    },
    stdout ?? { write: write ?? (() => undefined) },
  )
  return { ...logOf(logger, { service: name }), flush: () => stdout?.flushSync() }
}

/** Fields are merged here: a child of pino would write a key twice where a later field has it too. */
function logOf(root: Logger, fields: LogFields): Log {
  const logger = root.child(cleanFields(fields))
  return {
    debug: (message, more = {}) => writeLine(logger, 'debug', message, more),
    info: (message, more = {}) => writeLine(logger, 'info', message, more),
    warn: (message, more = {}) => writeLine(logger, 'warn', message, more),
    error: (message, more = {}) => writeLine(logger, 'error', message, more),
    with: (more) => logOf(root, { ...fields, ...more }),
  }
}

function writeLine(logger: Logger, level: LogLevel, message: string, fields: LogFields): void {
  if (logger.isLevelEnabled(level)) logger[level](cleanFields(fields), message)
}

function traceFields(): object {
  const { traceId, spanId } = currentContext()
  return traceId === outsideContext.traceId ? {} : { traceId, spanId }
}
