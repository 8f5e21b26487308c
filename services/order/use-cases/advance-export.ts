import { faultOf } from '#kit/fault.ts'
import { failed, isUnderWay, withPart } from '../domain/export.ts'
import type { ExportNeeds } from '../ports.ts'

type Needs = Pick<ExportNeeds, 'exports' | 'writer' | 'exportRules'>

/**
 * Writes the next part of an export. Each part commits with the next wake-up, so whoever is woken goes on
 * where the last one stopped; a part counts only behind the part it was written for.
 */
export async function advanceExport(
  { exports, writer, exportRules }: Needs,
  exportId: string,
): Promise<void> {
  const found = await exports.find(exportId)
  if (!found || !isUnderWay(found)) return
  const limits = exportRules()
  const page = await exports.readPage(found, limits.pageMax)
  const { language, timeZone, parts } = found
  try {
    const part = await writer.write(page, { language, timeZone, isFirst: parts === 0 })
    await exports.move(found, withPart(found, page, part.length, limits), part)
  } catch (error) {
    // What is full, late or shutting down is tried again; what breaks would break again.
    if (faultOf(error).kind === 'internal') await exports.move(found, failed(found, 'INTERNAL'))
    throw error
  }
}
