import { Fault } from '#kit/fault.ts'
import type { Export, ExportId } from '../domain/export.ts'
import { type Person, reporterOf } from '../domain/person.ts'
import type { ExportNeeds } from '../ports.ts'

/** How far an export is, for whoever sees the figures of its shop; for others there is none. */
export async function getExport(
  { exports }: Pick<ExportNeeds, 'exports'>,
  { shopId, exportId }: ExportId,
  by: Person,
): Promise<Export> {
  reporterOf(by, shopId)
  const found = await exports.find(exportId)
  if (found?.shopId !== shopId) throw new Fault('missing', 'EXPORT_MISSING', 'there is no such export')
  return found
}
