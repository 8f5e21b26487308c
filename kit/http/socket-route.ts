/** What a client asks when it wants to open a line. */
export interface SocketRequest {
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** Names in lower case, values as node joins them. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** The sub-protocols it offers, as they stand in its request. */
  readonly protocols: readonly string[]
}

/** An open line to one client (WebSocket). */
export interface Line {
  /** The client's first frame of text; throws MESSAGE_INVALID where none comes in time. */
  firstFrame(): Promise<string>
  /** Resolves when the client's connection has taken the frame; throws once the line has ended. */
  send(text: string): Promise<void>
  /** Asks every second: the line is closed once the answer is no or fails. */
  keepAsking(stillAllowed: () => Promise<boolean>): void
  /** Aborted when the line has ended, by either side. */
  readonly signal: AbortSignal
}

/** A request that may open a line. */
export interface Admission {
  /** The sub-protocol that is chosen, one of those offered; none where absent. */
  readonly protocol?: string
  /**
   * Holds the line for as long as it lasts. When it returns, the client is told to come back (1012); a fault
   * closes with 4000 + its HTTP status, one that waiting may heal with 1013.
   */
  talk(line: Line): Promise<void>
}

/** A route whose answer is a line that stays open. A request that asks for no upgrade never reaches it. */
export interface SocketRoute {
  /** Unique among all routes. */
  readonly name: string
  /** Parameters as `:id`. */
  readonly path: `/${string}`
  readonly summary: string
  /** One of the server's rate classes. */
  readonly rateClass: string
  /** Decides before the line is opened; a fault refuses it as any other request is refused. */
  admit(request: SocketRequest): Promise<Admission>
}
