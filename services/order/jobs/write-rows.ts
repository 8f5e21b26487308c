import type { JobTools } from '#kit/jobs/jobs.ts'
import { type CsvForm, csvOf } from '../domain/csv.ts'
import type { ExportRow } from '../domain/export.ts'

export interface RowsToWrite {
  readonly rows: readonly ExportRow[]
  readonly form: CsvForm
}

/** Writes orders as bytes of a CSV file. */
export function run({ rows, form }: RowsToWrite, tools: JobTools): Uint8Array {
  const bytes = new TextEncoder().encode(csvOf(rows, form))
  tools.handOver(bytes.buffer)
  return bytes
}
