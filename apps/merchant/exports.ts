import { call } from './api.ts'
import { dayMs, instantOf } from './days.ts'

/** A file that is being written somewhere else, and how far it is. */
export interface FileJob {
  readonly id: string
  readonly state: 'WAITING' | 'RUNNING' | 'DONE' | 'FAILED' | 'CANCELLED'
  readonly progress: number
  readonly orders?: number
}

export interface FileWish {
  readonly from: string
  readonly to: string
  readonly language: 'zh' | 'en'
}

/** A kind of file that a shop can have written. */
export interface FileKind {
  begin(wish: FileWish, key: string): Promise<FileJob>
  look(id: string): Promise<FileJob>
  cancel(id: string): Promise<FileJob>
  take(id: string): Promise<string | Blob>
  readonly ending: string
}

export function ordersFile(shopId: string): FileKind {
  const one = (exportId: string) => ({ params: { shopId, exportId } })
  return {
    begin({ from, to, language }, key) {
      const body = { from: instantOf(from), to: instantOf(to, dayMs), language }
      return call('createExport', { params: { shopId }, body, key })
    },
    look: (id) => call('getExport', one(id)),
    cancel: (id) => call('cancelExport', one(id)),
    take: (id) => call('getExportFile', one(id)),
    ending: 'orders.csv',
  }
}

export function businessFile(shopId: string): FileKind {
  const one = (workbookId: string) => ({ params: { shopId, workbookId } })
  return {
    begin: (body, key) => call('createWorkbook', { params: { shopId }, body, key }),
    look: (id) => call('getWorkbook', one(id)),
    cancel: (id) => call('cancelWorkbook', one(id)),
    take: (id) => call('getWorkbookFile', one(id)),
    ending: 'business.xlsx',
  }
}

export const isUnderWay = (job: FileJob | null) => job?.state === 'WAITING' || job?.state === 'RUNNING'
