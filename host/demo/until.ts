const patienceMs = 10_000

/** In real time: the clock of the past stands still meanwhile. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const endsAt = performance.now() + patienceMs
  while (!(await isSo())) {
    if (performance.now() > endsAt) throw new Error(`the demo waited too long for ${what}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
}
