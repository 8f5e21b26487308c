import { Fault } from '#kit/fault.ts'
import { nameOf, type Person } from './person.ts'

/** What somebody with power did to somebody, or asked for. */
export interface AuditFact {
  readonly at: number
  /** `employee:3`, `system:host` */
  readonly by: string
  readonly shopId: string
  readonly action: string
  /** `employee:7`, `dish:29` */
  readonly subject: string
  /** JSON: what was before and what is since, by field; or what was asked for. Never a password. */
  readonly details: string
}

/** What is done to employees, entered in the step that does it. Other actions are what was asked for. */
export const employeeActions = [
  'CREATED',
  'UPDATED',
  'ENABLED',
  'DISABLED',
  'DELETED',
  'PASSWORD_RESET',
  'PASSWORD_CHANGED',
] as const
export type EmployeeAction = (typeof employeeActions)[number]

/** What an employee asks for, as the entry before it is done says it. */
export interface Act {
  readonly action: string
  readonly subject: string
  readonly details: string
}

const detailsMax = 4000

/** The act as a fact; only employees act, each in their own shop. */
export function actFact(by: Person, { action, subject, details }: Act, at: number): AuditFact {
  if (by.kind !== 'employee') throw new Fault('forbidden', 'ROLE_MISSING', 'only employees act')
  if (!/^[a-z][A-Za-z0-9]{0,31}$/.test(action)) throw invalid('an act is named like updateDish')
  if (!/^[\x21-\x7e]{1,64}$/.test(subject)) throw invalid('a subject is 1 to 64 visible ASCII characters')
  if (details.length > detailsMax) throw invalid(`details are up to ${detailsMax} characters`)
  return { at, by: nameOf(by), shopId: by.shopId, action, subject, details }
}

const invalid = (message: string) => new Fault('invalid', 'PARAMETER_INVALID', message)

/** A fact in its place: changing, removing or inserting one anywhere breaks every link behind it. */
export interface AuditEntry extends AuditFact {
  /** 1, 2, 3 … for the whole installation. */
  readonly seq: number
  readonly prevHash: string
  readonly hash: string
}

/** An entry without what it says. */
export type AuditLink = Pick<AuditEntry, 'seq' | 'prevHash' | 'hash'>

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

/** The page that is asked for: a cursor is what the page before answered, empty for the newest. */
export interface AuditWish {
  readonly cursor: string
  readonly limit: number
}

export interface AuditPage<Item> {
  readonly items: readonly Item[]
  /** Empty at the end. */
  readonly nextCursor: string
}

/** Entries a page has at most; links are small. */
export const entriesMax = 100
export const linksMax = 1000

/** Those before this number are asked for, newest first; one more than the page has tells of a next. */
export function checkedAuditPage({ cursor, limit }: AuditWish, limitMax: number) {
  if (!Number.isInteger(limit) || limit < 1 || limit > limitMax) throw invalid(`a page has 1 to ${limitMax}`)
  if (!/^([1-9]\d{0,14})?$/.test(cursor)) throw invalid('a cursor is what the page before answered')
  return { before: cursor === '' ? Number.MAX_SAFE_INTEGER : Number(cursor), limit: limit + 1 }
}

/** The page, of what was found for it. */
export function auditPage<Item extends AuditLink>(found: readonly Item[], limit: number): AuditPage<Item> {
  const items = found.slice(0, limit)
  const last = found.length > limit ? items.at(-1) : undefined
  return { items, nextCursor: last ? String(last.seq) : '' }
}
