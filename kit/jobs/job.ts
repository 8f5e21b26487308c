import type { Clock } from '../clock.ts'
import { currentContext } from '../context.ts'
import { Fault } from '../fault.ts'
import type { JobKind, JobOptions } from './jobs.ts'

/** A job as whoever executes it sees it. */
export interface Work {
  readonly name: string
  readonly module: URL
  readonly input: unknown
  readonly handOver: readonly ArrayBuffer[]
  onProgress(done: number): void
  /** Aborted when the result is not wanted any more. */
  readonly signal: AbortSignal
}

/** A job as the queue sees it: it ends once, and what comes later changes nothing. */
export interface Job {
  readonly work: Work
  readonly deadlineMs: number
  answer(output: unknown): void
  /** Ends it for its caller at once, wherever it is. */
  fail(reason: unknown): void
}

interface JobNeeds {
  readonly clock: Clock
  readonly kind: Pick<JobKind<never, unknown>, 'name' | 'module' | 'deadlineMs'>
  readonly input: unknown
  readonly options: JobOptions
}

/** A job tied to its caller: to the signal given, and to deadline and signal of the calling context. */
export function createJob({ clock, kind, input, options }: JobNeeds): { job: Job; result: Promise<unknown> } {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  const controller = new AbortController()
  let isOver = false
  const job: Job = {
    deadlineMs: kind.deadlineMs,
    work: {
      ...{ name: kind.name, module: kind.module, input, handOver: options.handOver ?? [] },
      onProgress: (done) => void (isOver || options.onProgress?.(done)),
      signal: controller.signal,
    },
    answer(output) {
      isOver = true
      resolve(output)
    },
    fail(reason) {
      isOver = true
      reject(reason)
      controller.abort(reason)
    },
  }
  const letGo = tie(clock, job, options.signal)
  return { job, result: promise.finally(letGo) }
}

/** What a job is told that was not done in time. */
export function tooLate(): Fault {
  return new Fault('expired', 'DEADLINE_EXCEEDED', 'the job took too long')
}

/** Ends the job with its caller; the returned function lets the caller go. */
function tie(clock: Clock, job: Job, given: AbortSignal | undefined): () => void {
  const { signal: ofContext, deadline } = currentContext()
  const signals = given ? [ofContext, given] : [ofContext]
  const onAbort = () => job.fail(signals.find(({ aborted }) => aborted)?.reason)
  for (const signal of signals) signal.addEventListener('abort', onAbort, { once: true })
  if (signals.some(({ aborted }) => aborted)) onAbort()
  const isBounded = deadline !== Number.POSITIVE_INFINITY
  const cancel = isBounded ? clock.after(deadline - clock.now(), () => job.fail(tooLate())) : () => undefined
  return () => {
    cancel()
    for (const signal of signals) signal.removeEventListener('abort', onAbort)
  }
}
