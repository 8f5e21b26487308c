import assert from 'node:assert/strict'
import { audit } from '../../host/books/audit.ts'
import type { Books, Check } from '../../host/books/check.ts'
import type { Installation } from '../installation.ts'

/** The longest that anything left over may take to come clean. */
const settleMs = 60_000

/** Looks into the databases of an installation, and closes them again. */
export async function withBooks<T>(
  installation: Pick<Installation, 'openBooks'>,
  look: (books: Books) => T | Promise<T>,
): Promise<T> {
  const books = installation.openBooks()
  try {
    return await look(books)
  } finally {
    await books.close()
  }
}

/** Fails with the first invariant that does not hold. */
export async function requireClean(books: Books, checks: readonly Check[]): Promise<void> {
  for (const { check, finding } of await audit(books, checks, settleMs))
    assert.deepEqual(finding.violations, [], `${check.id} ${check.says}`)
}
