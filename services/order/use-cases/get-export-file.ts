import { Fault } from '#kit/fault.ts'
import type { ExportId } from '../domain/export.ts'
import type { Person } from '../domain/person.ts'
import type { ExportNeeds } from '../ports.ts'
import { getExport } from './get-export.ts'

/** The finished file, part after part. */
export async function* getExportFile(
  needs: Pick<ExportNeeds, 'exports'>,
  asked: ExportId,
  by: Person,
): AsyncGenerator<Uint8Array> {
  const { id, state, parts } = await getExport(needs, asked, by)
  if (state !== 'DONE') throw new Fault('conflict', 'EXPORT_UNFINISHED', 'the export has no finished file')
  for (let n = 0; n < parts; n++) {
    const part = await needs.exports.findPart(id, n)
    if (!part) throw new Fault('missing', 'EXPORT_MISSING', 'the export has expired')
    yield part
  }
}
