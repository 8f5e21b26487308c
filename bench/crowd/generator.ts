import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Report } from './tally.ts'

/**
 * Runs a load in a process of its own, so that what it costs is not taken for the platform's; `program` is a
 * file of this folder that calls `generates`.
 */
export async function generate(program: string, plan: object): Promise<Report> {
  const child = fork(join(import.meta.dirname, program), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  child.send(plan)
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`${program} ended with ${code} before it reported`)
  })
  gone.catch(() => undefined)
  const [report] = (await Promise.race([once(child, 'message'), gone])) as [Report]
  return report
}

/** The other side: receives the plan, reports and ends. */
export function generates<Plan>(work: (plan: Plan) => Promise<Report>): void {
  process.once('message', async (plan) => {
    const report = await work(plan as Plan)
    process.send?.(report, () => process.disconnect())
  })
}
