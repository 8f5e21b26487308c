import { Fault } from '#kit/fault.ts'
import { type Person, reporterOf } from '../domain/person.ts'
import type { Workbook } from '../domain/workbook.ts'
import type { WorkbookId, WorkbookNeeds } from '../ports.ts'

/** How far a workbook is, for whoever sees the figures of its shop; for others there is none. */
export async function getWorkbook(
  { workbooks }: Pick<WorkbookNeeds, 'workbooks'>,
  by: Person,
  { shopId, workbookId }: WorkbookId,
): Promise<Workbook> {
  reporterOf(by, shopId)
  const found = await workbooks.find(workbookId)
  if (found?.shopId !== shopId) throw new Fault('missing', 'WORKBOOK_MISSING', 'there is no such workbook')
  return found
}
