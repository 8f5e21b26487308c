import type { WorkbookNeeds } from '../ports.ts'

/** Throws a workbook away with its file. */
export async function expireWorkbook(
  { workbooks }: Pick<WorkbookNeeds, 'workbooks'>,
  workbookId: string,
): Promise<void> {
  await workbooks.remove(workbookId)
}
