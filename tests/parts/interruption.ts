const interruption = new AbortController()

/** Aborted when somebody asks the tests to stop: whoever runs a process gives it up then. */
export const interrupted: AbortSignal = interruption.signal

/** Listens to the signals that ask to stop, so that nothing is left running. */
export function stopWhenAsked(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => interruption.abort(new Error(`stopped by ${signal}`)))
  }
}
