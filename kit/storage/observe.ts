/**
 * Wraps every transaction and read, in the caller's context: for spans and metrics. Hands on what `run`
 * answers.
 */
export type Observe = <T>(operation: 'tx' | 'read', name: string, run: () => Promise<T>) => Promise<T>

/** For storages that nobody measures. */
export const unobserved: Observe = (_operation, _name, run) => run()
