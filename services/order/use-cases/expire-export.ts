import type { ExportNeeds } from '../ports.ts'

/** Throws an export away with all that was written of it. */
export async function expireExport(
  { exports }: Pick<ExportNeeds, 'exports'>,
  exportId: string,
): Promise<void> {
  await exports.remove(exportId)
}
