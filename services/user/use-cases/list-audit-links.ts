import {
  type AuditLink,
  type AuditPage,
  type AuditWish,
  auditPage,
  checkedAuditPage,
  linksMax,
} from '../domain/audit.ts'
import { notManager } from '../domain/employee.ts'
import { auditsAny, type Person } from '../domain/person.ts'
import type { UserNeeds } from '../ports.ts'

export async function listAuditLinks(
  needs: Pick<UserNeeds, 'audit'>,
  by: Person,
  wish: AuditWish,
): Promise<AuditPage<AuditLink>> {
  if (!auditsAny(by)) throw notManager()
  const { before, limit } = checkedAuditPage(wish, linksMax)
  return auditPage(await needs.audit.listLinks(before, limit), wish.limit)
}
