const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Resolves at the first signal to stop; a later one ends the process at once. */
export function untilAsked(): Promise<void> {
  return new Promise((settle) => {
    for (const signal of signals) process.once(signal, () => settle())
  })
}
