import {
  type AuditEntry,
  type AuditPage,
  type AuditWish,
  auditPage,
  checkedAuditPage,
  entriesMax,
} from '../domain/audit.ts'
import { notManager } from '../domain/employee.ts'
import { audits, type Person } from '../domain/person.ts'
import type { UserNeeds } from '../ports.ts'

export async function listAuditEntries(
  needs: Pick<UserNeeds, 'audit'>,
  by: Person,
  shopId: string,
  wish: AuditWish,
): Promise<AuditPage<AuditEntry>> {
  if (!audits(by, shopId)) throw notManager()
  const { before, limit } = checkedAuditPage(wish, entriesMax)
  return auditPage(await needs.audit.listEntries(shopId, before, limit), wish.limit)
}
