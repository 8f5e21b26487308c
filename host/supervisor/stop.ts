const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const sameSignalMs = 1000

/**
 * Aborted at the first signal to stop. A terminal and npm both pass one Ctrl-C on, so signals within a second
 * count as one; a later one ends the process at once, and what it has started with it.
 */
export function listenForStop(): AbortSignal {
  const asked = new AbortController()
  let askedAt = 0
  for (const signal of signals)
    process.on(signal, () => {
      if (!asked.signal.aborted) {
        askedAt = performance.now()
        console.log('  stopping …')
        asked.abort(new Stopped())
      } else if (performance.now() - askedAt > sameSignalMs) process.exit(1)
    })
  return asked.signal
}

/** What is thrown where somebody was asked to stop before he was done. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
}

/** Resolves when it is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((settle) => {
    if (signal.aborted) settle()
    else signal.addEventListener('abort', () => settle(), { once: true })
  })
}
