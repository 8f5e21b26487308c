/** The values of all services, as JSON by service: {"order": {"payWindowMs": 900000}}. */
export interface CentreDocument {
  readonly text: string
  /** Another one at every change; says nothing else. */
  readonly version: string
  /** Who wrote it, as far as the centre knows. */
  readonly by: string
  /** When, ms since the epoch. */
  readonly at: number
}

/**
 * Where the configuration of an installation lies: a file, or a configuration centre. It can be away for a
 * while: what was read stays in force.
 */
export interface Centre {
  /** How `describe` names it, for instance `file config.json`. */
  readonly name: string
  /** The document now, or null where nobody wrote one. Throws a fault CONFIG_UNAVAILABLE. */
  read(): Promise<CentreDocument | null>
  /**
   * Replaces the document if its version still is `before` (null: if there is none). Tells whether it did.
   * Throws a fault CONFIG_UNAVAILABLE.
   */
  publish(text: string, before: string | null, by: string): Promise<boolean>
  /** Calls `see` at every change, within a second; the returned function stops that. */
  watch(see: (document: CentreDocument) => void): () => void
  ready(): Promise<boolean>
  stop(): Promise<void>
}
