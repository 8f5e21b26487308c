import { Worker } from 'node:worker_threads'
import type { Clock } from '../clock.ts'
import { Fault } from '../fault.ts'
import type { Work } from './job.ts'
import { type FromThread, type ToThread, unpackFailure } from './messages.ts'

/** How long a job that was told to stop may take to do so, in ms, before its thread is ended. */
const graceMs = 500
/** A thread beyond this ends alone instead of taking the process with it. */
const heapMbMax = 256

/** One thread: does one job at a time, until it dies. */
export interface Thread {
  readonly isAlive: boolean
  /** Settles when the thread is free again, or dead. */
  work(work: Work): Promise<unknown>
  end(): Promise<void>
}

interface Doing {
  readonly work: Work
  resolve(output: unknown): void
  reject(reason: unknown): void
}

/** Starts a thread; while it has nothing to do it does not keep the process alive. */
export function startThread(clock: Clock): Thread {
  return new WorkerThread(clock)
}

class WorkerThread implements Thread {
  readonly #clock: Clock
  readonly #worker: Worker
  #isAlive = true
  #doing: Doing | undefined
  #lastWords: unknown

  constructor(clock: Clock) {
    this.#clock = clock
    this.#worker = new Worker(new URL('./thread.ts', import.meta.url), {
      name: 'jobs',
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: heapMbMax },
    })
    this.#worker.unref()
    this.#worker.on('message', (message: FromThread) => this.#hear(message))
    this.#worker.on('error', (error) => {
      this.#lastWords = error
    })
    this.#worker.on('exit', (code) => this.#die(code))
  }

  get isAlive(): boolean {
    return this.#isAlive
  }

  async work(work: Work): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    this.#doing = { work, resolve, reject }
    const letGo = this.#stopWhenUnwanted(work.signal)
    this.#worker.ref()
    try {
      this.#tell({ type: 'run', module: work.module.href, input: work.input }, work.handOver)
      return await promise
    } finally {
      letGo()
      this.#doing = undefined
      this.#worker.unref()
    }
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  #tell(message: ToThread, handOver: readonly ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, handOver)
  }

  #hear(message: FromThread): void {
    if (message.type === 'progress') this.#doing?.work.onProgress(message.done)
    else if (message.type === 'done') this.#doing?.resolve(message.output)
    else this.#doing?.reject(unpackFailure(message.failure))
  }

  #die(code: number): void {
    this.#isAlive = false
    this.#doing?.reject(died(this.#doing.work, this.#lastWords ?? new Error(`exit code ${code}`)))
  }

  /** Asks the job to stop, and ends the thread of one that does not. */
  #stopWhenUnwanted(signal: AbortSignal): () => void {
    let cancel: (() => void) | undefined
    const onAbort = () => {
      this.#tell({ type: 'cancel' })
      cancel = this.#clock.after(graceMs, () => void this.end())
    }
    signal.addEventListener('abort', onAbort, { once: true })
    return () => {
      cancel?.()
      signal.removeEventListener('abort', onAbort)
    }
  }
}

function died({ name }: Work, cause: unknown): Fault {
  return new Fault('internal', 'INTERNAL', `the thread that ran ${name} has died`, { cause, unknown: true })
}
