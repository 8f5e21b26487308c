import type { JobKind, Jobs } from '#kit/jobs/jobs.ts'
import type { ExportWriter } from '../ports.ts'
import type { RowsToWrite } from './write-rows.ts'

const writing: JobKind<RowsToWrite, Uint8Array> = {
  name: 'write-rows',
  module: new URL('./write-rows.ts', import.meta.url),
  deadlineMs: 10_000,
}

/** Files are written off the path of requests. */
export function createExportWriter(jobs: Jobs): ExportWriter {
  return {
    requireRoom: () => jobs.requireRoom(),
    write: (rows, form) => jobs.run(writing, { rows, form }),
  }
}
