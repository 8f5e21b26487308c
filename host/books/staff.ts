import { sha256Hex } from '#kit/crypto/crypto.ts'
import { type AuditEntry, employeeActions, emptyChain, findBreak } from '../../services/user/domain/audit.ts'
import { type Check, sqlCheck } from './check.ts'

const user = { database: 'user', when: 'always', id: 'I-27' } as const

/** What holds for the audit of privileged changes. */
export const staffChecks: readonly Check[] = [
  {
    ...user,
    says: 'the audit is one unbroken chain of hashes that ends where its head says',
    async run(books) {
      // The head first: what is appended meanwhile stands behind it.
      const [head = emptyChain] = await books.all<{ seq: number; hash: string }>(
        'user',
        'SELECT seq, hash FROM audit_head',
      )
      const entries = await books.all<AuditEntry>(
        'user',
        `SELECT seq, at, by_name AS "by", shop_id AS shopId, action, subject, details,
          prev_hash AS prevHash, hash FROM audit_entry WHERE seq <= ${Number(head.seq)} ORDER BY seq`,
      )
      const broken = findBreak(entries, head, sha256Hex)
      return { counted: entries.length, violations: broken === undefined ? [] : [`broken at ${broken}`] }
    },
  },
  sqlCheck({
    ...user,
    says: 'every change of an employee has its audit entry',
    look: 'employee',
    wrong: `SELECT e.id FROM employee e LEFT JOIN
      (SELECT subject, COUNT(*) AS entries FROM audit_entry
        WHERE action IN (${employeeActions.map((action) => `'${action}'`).join(', ')}) GROUP BY subject) AS a
      ON a.subject = CONCAT('employee:', e.id) WHERE COALESCE(a.entries, 0) <> e.revision`,
  }),
]
