const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const ends = new Set<() => void>()
let isListening = false

/**
 * Calls `end` when this process ends by itself or by a signal, so that no server outlives whoever started
 * it. Where somebody else listens to signals, stopping is up to him; what then exits is still heard. Nothing
 * can be done about SIGKILL.
 */
export function endWithUs(end: () => void): { release(): void } {
  if (!isListening) listen()
  isListening = true
  ends.add(end)
  return { release: () => void ends.delete(end) }
}

function listen(): void {
  process.on('exit', endAll)
  for (const signal of stopSignals)
    process.on(signal, () => {
      if (process.listenerCount(signal) > 1) return
      endAll()
      process.exit(128)
    })
}

function endAll(): void {
  for (const end of ends) end()
}
