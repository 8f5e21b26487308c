import { Fault } from '#kit/fault.ts'

/** What somebody with power did to somebody. */
export interface AuditFact {
  readonly at: number
  /** `employee:3`, `system:host` */
  readonly by: string
  readonly shopId: string
  readonly action: AuditAction
  /** `employee:7` */
  readonly subject: string
  /** JSON: what was before and what is since, by field. Never a password. */
  readonly details: string
}

export type AuditAction =
  | 'CREATED'
  | 'UPDATED'
  | 'ENABLED'
  | 'DISABLED'
  | 'DELETED'
  | 'PASSWORD_RESET'
  | 'PASSWORD_CHANGED'

/** A fact in its place: changing, removing or inserting one anywhere breaks every link behind it. */
export interface AuditEntry extends Omit<AuditFact, 'action'> {
  readonly action: string
  /** 1, 2, 3 … for the whole installation. */
  readonly seq: number
  readonly prevHash: string
  readonly hash: string
}

/** Where a chain ends. */
export type AuditHead = Pick<AuditEntry, 'seq' | 'hash'>

/** SHA-256 in hexadecimal. */
export type Hash = (text: string) => string

/** The head of a chain without entries. */
export const emptyChain: AuditHead = { seq: 0, hash: '0'.repeat(64) }

export function chainEntry(head: AuditHead, fact: AuditFact, hash: Hash): AuditEntry {
  const entry = { ...fact, seq: head.seq + 1, prevHash: head.hash }
  return { ...entry, hash: hash(textOf(entry)) }
}

/** The first number at which the entries, oldest first, are not the chain that ends in `head`. */
export function findBreak(entries: readonly AuditEntry[], head: AuditHead, hash: Hash): number | undefined {
  let last = emptyChain
  for (const entry of entries) {
    const follows = entry.seq === last.seq + 1 && entry.prevHash === last.hash
    if (!follows || entry.hash !== hash(textOf(entry))) return last.seq + 1
    last = entry
  }
  return last.seq === head.seq && last.hash === head.hash ? undefined : last.seq + 1
}

/** All of an entry but its own hash, so that no two different entries read the same. */
function textOf({ seq, prevHash, at, by, shopId, action, subject, details }: Omit<AuditEntry, 'hash'>) {
  return JSON.stringify([prevHash, seq, at, by, shopId, action, subject, details])
}

export interface AuditPage {
  readonly entries: readonly AuditEntry[]
  /** Empty at the end. */
  readonly nextCursor: string
}

const limitMax = 100

/** Which entries are asked for: those before this number, newest first. */
export function checkedAuditPage(cursor: string, limit: number): { before: number; limit: number } {
  if (!Number.isInteger(limit) || limit < 1 || limit > limitMax)
    throw new Fault('invalid', 'PARAMETER_INVALID', `a page has 1 to ${limitMax} entries`)
  if (!/^([1-9]\d{0,14})?$/.test(cursor))
    throw new Fault('invalid', 'PARAMETER_INVALID', 'a cursor is what the page before answered')
  return { before: cursor === '' ? Number.MAX_SAFE_INTEGER : Number(cursor), limit }
}
