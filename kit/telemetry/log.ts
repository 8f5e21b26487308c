/** Facts of a log line; never secrets, never personal data. */
export type LogFields = Readonly<Record<string, unknown>>

/** A structured log. Every line carries service, trace id and span id by itself. */
export interface Log {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  /** A bug or a loss; `error` in the fields is written with its causes. */
  error(message: string, fields?: LogFields): void
  /** The same log with fields on every line. */
  with(fields: LogFields): Log
}

/** Says nothing: for tests. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  with: () => silentLog,
}
