/** Something that starts and stops. Parts start in the order given, drain together, stop in reverse order. */
export interface Part {
  readonly name: string
  start?(): Promise<void>
  /** Whether it can do its work now. Asked by /readyz. */
  ready?(): Promise<boolean>
  /** Stops taking new work and finishes what it has; everything else still runs. */
  drain?(): Promise<void>
  stop?(): Promise<void>
}
