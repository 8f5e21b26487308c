import type { Instance } from './discovery.ts'

/** Hands on what a registry says in one order, and only where it is something new. */
export function tellChanges(
  see: (instances: readonly Instance[]) => void,
): (instances: Iterable<Instance>) => void {
  let told: string | undefined
  return (instances) => {
    const sorted = [...instances].sort((one, other) => (one.id < other.id ? -1 : 1))
    const text = JSON.stringify(sorted)
    if (text === told) return
    told = text
    see(sorted)
  }
}
