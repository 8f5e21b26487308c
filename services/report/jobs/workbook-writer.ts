import type { JobKind, Jobs } from '#kit/jobs/jobs.ts'
import type { Sheet } from '../domain/sheet.ts'
import type { WorkbookWriter } from '../ports.ts'

const writing: JobKind<Sheet, Uint8Array> = {
  name: 'write-workbook',
  module: new URL('./write-workbook.ts', import.meta.url),
  deadlineMs: 10_000,
}

/** Workbooks are written off the path of requests. */
export function createWorkbookWriter(jobs: Jobs): WorkbookWriter {
  return { requireRoom: () => jobs.requireRoom(), write: (sheet) => jobs.run(writing, sheet) }
}
