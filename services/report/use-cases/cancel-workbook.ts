import type { Person } from '../domain/person.ts'
import { isUnderWay, type Workbook } from '../domain/workbook.ts'
import type { WorkbookId, WorkbookNeeds } from '../ports.ts'
import { getWorkbook } from './get-workbook.ts'

/** Ends a workbook that is under way: whoever writes it finds it so. One that has ended stays as it is. */
export async function cancelWorkbook(
  needs: Pick<WorkbookNeeds, 'workbooks'>,
  by: Person,
  asked: WorkbookId,
): Promise<Workbook> {
  let found = await getWorkbook(needs, by, asked)
  // It may go on between looking and ending, but each time nearer to its own end.
  while (isUnderWay(found) && !(await needs.workbooks.move(found, 'CANCELLED')))
    found = await getWorkbook(needs, by, asked)
  return getWorkbook(needs, by, asked)
}
