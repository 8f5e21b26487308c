import { type AuditPage, checkedAuditPage } from '../domain/audit.ts'
import { notManager } from '../domain/employee.ts'
import { audits, type Person } from '../domain/person.ts'
import type { UserNeeds } from '../ports.ts'

export async function listAuditEntries(
  needs: Pick<UserNeeds, 'audit'>,
  by: Person,
  shopId: string,
  wish: { readonly cursor: string; readonly limit: number },
): Promise<AuditPage> {
  if (!audits(by, shopId)) throw notManager()
  const { before, limit } = checkedAuditPage(wish.cursor, wish.limit)
  const found = await needs.audit.listEntries(shopId, before, limit + 1)
  const entries = found.slice(0, limit)
  const last = found.length > limit ? entries.at(-1) : undefined
  return { entries, nextCursor: last ? String(last.seq) : '' }
}
