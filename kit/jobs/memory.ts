import type { Clock } from '../clock.ts'
import type { Work } from './job.ts'
import type { RunJob } from './jobs.ts'
import { createQueue, type DrainingJobs, type QueueLimits } from './queue.ts'

export interface MemoryJobsNeeds extends QueueLimits {
  readonly clock: Clock
}

/**
 * Jobs in this very thread, for tests and the simulator. One that does not look at its signal runs to its end
 * though nobody waits for it, and keeps its place meanwhile.
 */
export function createMemoryJobs(needs: MemoryJobsNeeds): DrainingJobs {
  return createQueue({ ...needs, execute })
}

async function execute({ module, input, signal, onProgress: progress }: Work): Promise<unknown> {
  const { run } = (await import(module.href)) as { run: RunJob<unknown, unknown> }
  // Copied as between threads, so that what works here works there.
  const output = await run(structuredClone(input), { progress, signal, handOver: () => undefined })
  return structuredClone(output)
}
