/** One process that answers for a service. */
export interface Instance {
  /** Unique for ever: a process that starts again is another instance. */
  readonly id: string
  /** `host:port` of its gRPC server. */
  readonly address: string
  readonly zone: string
  /** The release it runs. */
  readonly version: string
  /** Its share of the traffic beside others'; 100 is usual. */
  readonly weight: number
  /** A draining instance finishes what it has and gets nothing new. */
  readonly state: 'ready' | 'draining'
}

/** What of an instance may change while it runs. */
export type InstanceChange = Partial<Pick<Instance, 'weight' | 'state'>>

/** An instance that is kept known: renewed by itself, and announced again where the registry forgot it. */
export interface Registration {
  /** Whether the registry has it now, as far as this process can tell. */
  isKnown(): boolean
  /** Resolves once the registry has the change, or after a second without it. */
  change(change: InstanceChange): Promise<void>
  /** Takes it out; resolves once it is out, or after a second without an answer. */
  withdraw(): Promise<void>
}

/**
 * Who answers for which service, now. A registry that cannot be reached costs nobody what they know: what was
 * last seen stays seen, and both sides go on trying.
 */
export interface Discovery {
  /**
   * Makes an instance known under each of these services until it is withdrawn. Resolves once the registry
   * has it, or after a few seconds without: it then goes on trying.
   */
  register(services: readonly string[], instance: Instance): Promise<Registration>
  /**
   * Calls `see` with all instances of a service, ready or not, once they are known and at every change. The
   * returned function stops it.
   */
  watch(service: string, see: (instances: readonly Instance[]) => void): () => void
  /** Whether the registry answers now. */
  ready(): Promise<boolean>
  /** Stops renewing and watching; what is registered and not withdrawn is left to expire. */
  stop(): Promise<void>
}
