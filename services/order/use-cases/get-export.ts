import { Fault } from '#kit/fault.ts'
import type { Export } from '../domain/export.ts'
import { managerOf, type Person } from '../domain/person.ts'
import type { ExportId, ExportNeeds } from '../ports.ts'

/** How far an export is, for the managers of its shop; for others there is none. */
export async function getExport(
  { exports }: Pick<ExportNeeds, 'exports'>,
  { shopId, exportId }: ExportId,
  by: Person,
): Promise<Export> {
  managerOf(by, shopId)
  const found = await exports.find(exportId)
  if (found?.shopId !== shopId) throw new Fault('missing', 'EXPORT_MISSING', 'there is no such export')
  return found
}
