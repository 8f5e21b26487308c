import type { Clock } from '../clock.ts'
import type { Part } from '../lifecycle/part.ts'
import type { Work } from './job.ts'
import { createQueue, type DrainingJobs, type QueueLimits } from './queue.ts'
import { startThread, type Thread } from './worker.ts'

export interface ThreadJobsNeeds extends QueueLimits {
  readonly clock: Clock
  /** How long a thread is kept that has nothing to do: a minute unless told otherwise. */
  readonly idleMs?: number
}

interface Idle {
  readonly thread: Thread
  readonly keep: () => void
}

/**
 * Jobs on threads of their own, as many as run at once. A thread starts when it is first needed and ends when
 * it has long had nothing to do; one whose job crashes it, or does not stop when it has to, is replaced.
 */
export function createThreadJobs(needs: ThreadJobsNeeds): DrainingJobs & Part {
  const { clock, idleMs = 60_000 } = needs
  const threads = new Set<Thread>()
  const idle: Idle[] = []

  function take(): Thread {
    for (let rested = idle.pop(); rested; rested = idle.pop()) {
      rested.keep()
      if (rested.thread.isAlive) return rested.thread
      threads.delete(rested.thread)
    }
    const thread = startThread(clock)
    threads.add(thread)
    return thread
  }

  function giveBack(thread: Thread): void {
    if (!thread.isAlive) threads.delete(thread)
    else idle.push({ thread, keep: clock.after(idleMs, () => void dismiss(thread)) })
  }

  async function dismiss(thread: Thread): Promise<void> {
    const at = idle.findIndex((one) => one.thread === thread)
    if (at >= 0) idle.splice(at, 1)
    threads.delete(thread)
    await thread.end()
  }

  async function execute(work: Work): Promise<unknown> {
    const thread = take()
    try {
      return await thread.work(work)
    } finally {
      giveBack(thread)
    }
  }

  const queue = createQueue({ ...needs, execute })
  return {
    name: 'jobs',
    run: (kind, input, options) => queue.run(kind, input, options),
    requireRoom: () => queue.requireRoom(),
    drain: () => queue.drain(),
    async stop() {
      await queue.stop()
      await Promise.all([...threads].map(dismiss))
    },
  }
}
