import { Fault } from '#kit/fault.ts'
import { nameOf, type Person, reporterOf } from '../domain/person.ts'
import { checkedWorkbook, type Workbook, type WorkbookWish, workbookFingerprint } from '../domain/workbook.ts'
import type { WorkbookKey, WorkbookNeeds } from '../ports.ts'

export interface CreatedWorkbook {
  readonly workbook: Workbook
  readonly replayed: boolean
}

/** Begins to write the business of a period to a workbook, once per idempotency key and one at a time. */
export async function createWorkbook(
  needs: WorkbookNeeds,
  by: Person,
  wish: WorkbookWish,
): Promise<CreatedWorkbook> {
  const shopId = reporterOf(by, wish.shopId)
  const { from, to, language, idempotencyKey } = checkedWorkbook(wish)
  const key = { by: nameOf(by), key: idempotencyKey, fingerprint: workbookFingerprint(wish) }
  const earlier = await replay(needs, key)
  if (earlier) return earlier

  needs.writer.requireRoom()
  const { keptMs, keptMax } = needs.workbookRules()
  const createdAt = needs.clock.now()
  const times = { createdAt, expiresAt: createdAt + keptMs }
  const workbook = { id: needs.ids.uuid(), shopId, from, to, language, state: 'WAITING', ...times } as const
  switch (await needs.workbooks.record(workbook, key, keptMax)) {
    case 'RECORDED':
      return { workbook, replayed: false }
    case 'KEY_USED':
      return (await replay(needs, key)) ?? Promise.reject(busy())
    case 'BUSY':
      throw busy()
  }
}

/** The workbook this key has begun already; the same key for another one is refused. */
async function replay(
  { workbooks }: Pick<WorkbookNeeds, 'workbooks'>,
  key: WorkbookKey,
): Promise<CreatedWorkbook | null> {
  const earlier = await workbooks.findByKey(key)
  if (!earlier) return null
  if (!earlier.isSame)
    throw new Fault('precondition', 'WORKBOOK_KEY_REUSED', 'the key was used for another workbook')
  return { workbook: earlier.found, replayed: true }
}

function busy(): Fault {
  return new Fault('conflict', 'WORKBOOK_BUSY', 'the shop has a workbook under way')
}
