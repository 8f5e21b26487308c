import type { Export, ExportId } from '../domain/export.ts'
import type { Person } from '../domain/person.ts'
import type { ExportNeeds } from '../ports.ts'
import { getExport } from './get-export.ts'

/** Ends an export that is under way: whoever writes it finds it so. One that has ended stays as it is. */
export async function cancelExport(
  needs: Pick<ExportNeeds, 'exports'>,
  asked: ExportId,
  by: Person,
): Promise<Export> {
  const { id } = await getExport(needs, asked, by)
  await needs.exports.cancel(id)
  return getExport(needs, asked, by)
}
