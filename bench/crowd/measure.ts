import { openBooks } from '../../host/books/open-books.ts'
import type { Platform } from '../../host/supervisor/platform.ts'
import { type CpuByPart, cpuBetween, cpuByPart } from '../cpu.ts'
import { settled } from '../settled.ts'
import { generate } from './generator.ts'
import type { Report } from './tally.ts'

export interface Measured {
  readonly report: Report
  readonly cpu: CpuByPart
  /** How long what the load has set off went on after it. */
  readonly settledAfterMs: number
}

/** Runs a load and waits until all it has set off is done: that belongs to what it costs. */
export async function measure(platform: Platform, program: string, plan: object): Promise<Measured> {
  const books = openBooks({ dataDir: platform.dataDir, on: platform.on })
  try {
    const before = cpuByPart(platform)
    const report = await generate(program, plan)
    const overAt = performance.now()
    await settled(books)
    const settledAfterMs = performance.now() - overAt
    return { report, cpu: cpuBetween(before, cpuByPart(platform)), settledAfterMs }
  } finally {
    await books.close()
  }
}
