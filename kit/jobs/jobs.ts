/**
 * Work that takes a processor's time, off the path of requests: few at once, few waiting, each for so long at
 * most. A job is pure: it may be run again, and nobody has to know where it was when it ended.
 */
export interface Jobs {
  /**
   * Runs a job and answers what it makes. It ends with the calling context: by its deadline, or when the
   * caller has gone. Throws what the job throws; Fault unavailable JOBS_FULL where too many wait already,
   * unavailable SHUTTING_DOWN once stopped, expired DEADLINE_EXCEEDED, internal where its thread died; the
   * reason of the signal where one was aborted.
   */
  run<Input, Output>(kind: JobKind<Input, Output>, input: Input, options?: JobOptions): Promise<Output>
  /** Throws what `run` would throw now for want of room; the room is not held. */
  requireRoom(): void
}

/** Something that can be run. Input and output are copied between threads: plain data and bytes. */
export interface JobKind<Input, Output> {
  /** In metrics and errors: `resize-picture`. */
  readonly name: string
  /** The module, which exports `run`; a URL, because another thread loads it. */
  readonly module: URL
  /** How long one may run, in ms, once its turn has come. */
  readonly deadlineMs: number
  /** For the compiler alone: what goes in and what comes out. */
  readonly types?: (input: Input) => Output
}

/** What the module of a job exports as `run`. It answers the same for the same input, and keeps nothing. */
export type RunJob<Input, Output> = (input: Input, tools: JobTools) => Output | Promise<Output>

/** What a running job is given. */
export interface JobTools {
  /** Tells how much is done, from 0 to 1. */
  progress(done: number): void
  /** Aborted when nobody wants the result: whoever looks at it may stop at once. */
  readonly signal: AbortSignal
  /** Hands these bytes over with the result instead of copying them; the job may not use them afterwards. */
  handOver(bytes: ArrayBuffer): void
}

/** What a caller may say beside the input. */
export interface JobOptions {
  /** Hears in order how much is done, from 0 to 1, never after the end. */
  readonly onProgress?: (done: number) => void
  readonly signal?: AbortSignal
  /** Buffers of the input that are handed over instead of copied; the caller may not use them afterwards. */
  readonly handOver?: readonly ArrayBuffer[]
}
