/** One call to the outside. */
export interface EgressRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Path and query below the destination's address. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** At most this long, and never beyond the context's deadline. */
  readonly timeoutMs: number
}

/** What came back, whatever its status. */
export interface EgressResponse {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** The only way out by HTTP: allow-listed destinations with bounded time, size and concurrency. */
export interface Egress {
  /**
   * Sends to a destination named in the configuration (`wechat-pay`, `wechat-login`, `sms`).
   * Throws Fault unavailable EGRESS_UNREACHABLE (unknown once the request may have been sent) or expired
   * EGRESS_EXPIRED; any HTTP status is an answer, not an error.
   */
  send(destination: string, request: EgressRequest): Promise<EgressResponse>
}
