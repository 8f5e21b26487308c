import { serviceNames } from './services.ts'

/** How calls travel between services. */
export type Wire = 'direct' | 'codec' | 'grpc'

/** Which services run in a process, and how it reaches the others. */
export interface Topology {
  readonly wire: Wire
  readonly here: readonly string[]
}

/** Everything in one process. */
export function oneProcess(wire: 'direct' | 'codec' = 'direct'): Topology {
  return { wire, here: serviceNames }
}
