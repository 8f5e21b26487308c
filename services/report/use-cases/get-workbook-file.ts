import { Fault } from '#kit/fault.ts'
import type { Person } from '../domain/person.ts'
import type { WorkbookId, WorkbookNeeds } from '../ports.ts'
import { getWorkbook } from './get-workbook.ts'

export async function getWorkbookFile(
  needs: Pick<WorkbookNeeds, 'workbooks'>,
  by: Person,
  asked: WorkbookId,
): Promise<Uint8Array> {
  const { id, state } = await getWorkbook(needs, by, asked)
  if (state !== 'DONE') throw new Fault('conflict', 'WORKBOOK_UNFINISHED', 'the workbook is not finished')
  const body = await needs.workbooks.findBody(id)
  if (!body) throw new Fault('missing', 'WORKBOOK_MISSING', 'the workbook has expired')
  return body
}
