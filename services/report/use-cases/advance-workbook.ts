import { faultOf } from '#kit/fault.ts'
import { sheetOf } from '../domain/sheet.ts'
import { isUnderWay, type Workbook } from '../domain/workbook.ts'
import type { WorkbookNeeds } from '../ports.ts'
import { getBusiness } from './get-business.ts'

type Needs = Pick<WorkbookNeeds, 'store' | 'writer' | 'workbooks'>

/** Does what a workbook needs next; a step counts only for the state it was taken in. */
export async function advanceWorkbook(needs: Needs, workbookId: string): Promise<void> {
  const found = await needs.workbooks.find(workbookId)
  if (!found || !isUnderWay(found)) return
  const isBegun = found.state === 'RUNNING' || (await needs.workbooks.move(found, 'RUNNING'))
  if (isBegun) await write(needs, { ...found, state: 'RUNNING' })
}

async function write(needs: Needs, running: Workbook): Promise<void> {
  try {
    const { shopId, from, to, language } = running
    const system = { kind: 'system', id: 'report' } as const
    const business = await getBusiness(needs, system, { shopId, from, to })
    const body = await needs.writer.write(sheetOf(business, { from, to }, language))
    await needs.workbooks.move(running, 'DONE', body)
  } catch (error) {
    // What is full, late or shutting down is tried again; what breaks would break again.
    if (faultOf(error).kind === 'internal') await needs.workbooks.move(running, 'FAILED')
    throw error
  }
}
