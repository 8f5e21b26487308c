import { checkAudience, type Person } from '../domain/audience.ts'
import { type Notification, toldTo } from '../domain/notice.ts'
import { checkCursor, checkLimit } from '../domain/page.ts'
import type { PushNeeds } from '../ports.ts'

export interface Page {
  readonly notifications: readonly Notification[]
  readonly lastSeq: number
  readonly readSeq: number
}

export async function listNotifications(
  needs: Pick<PushNeeds, 'store'>,
  by: Person,
  query: { readonly audience: string; readonly afterSeq: number; readonly limit: number },
): Promise<Page> {
  const audience = checkAudience(by, query.audience)
  checkCursor(query.afterSeq, 0)
  checkLimit(query.limit)
  const lastSeq = await needs.store.findLastSeq(audience)
  const readSeq = await needs.store.findReadSeq(audience)
  const listed = await needs.store.listAfter(audience, query.afterSeq, query.limit)
  const notifications = listed.map((notification) => toldTo(by, notification))
  return { notifications, lastSeq: Math.max(lastSeq, notifications.at(-1)?.seq ?? 0), readSeq }
}
