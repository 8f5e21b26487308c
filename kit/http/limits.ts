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
  /**
   * How long a drain goes on taking requests after it has said that it is not ready: longer than whoever
   * shares out requests takes to hear of it. 0 where nobody else could take over.
   */
  readonly lameDuckMs: number
  /** How long a whole drain may take, and how long a stop waits for connections. */
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
  lameDuckMs: 1500,
  drainMs: 3500,
  heartbeatMs: 10_000,
  slowMs: 1000,
  tokensMax: 20_000,
  bucketsMax: 20_000,
}
