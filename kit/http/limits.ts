/** Bounds of everything a client can make grow. */
export interface HttpLimits {
  readonly bodyBytesMax: number
  /** A refused body up to this is read and dropped, so that its sender is still there to hear why. */
  readonly droppedBytesMax: number
  readonly jsonDepthMax: number
  readonly arrayItemsMax: number
  readonly headerBytesMax: number
  /** How long a call may take whose route says nothing. */
  readonly deadlineMs: number
  /** How long a request may take to arrive. */
  readonly requestMs: number
  readonly keepAliveMs: number
  /** How long a drain waits for requests that run, and a stop for connections. */
  readonly drainMs: number
  readonly heartbeatMs: number
  /** Requests that take longer are always written down. */
  readonly slowMs: number
  /** Verified tokens that are remembered. */
  readonly tokensMax: number
  /** Token buckets kept per rate class. */
  readonly bucketsMax: number
}

/** Bounds for a server that says nothing of its own. */
export const defaultLimits: HttpLimits = {
  bodyBytesMax: 256 * 1024,
  droppedBytesMax: 8 * 1024 * 1024,
  jsonDepthMax: 32,
  arrayItemsMax: 200,
  headerBytesMax: 16 * 1024,
  deadlineMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 65_000,
  drainMs: 3000,
  heartbeatMs: 10_000,
  slowMs: 1000,
  tokensMax: 20_000,
  bucketsMax: 20_000,
}
