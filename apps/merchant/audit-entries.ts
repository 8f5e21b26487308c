import type { AuditEntry } from '../web/gen/operations.ts'

/** What an entry says: how an employee was changed, what was asked for, or that it was not done and why. */
export type Said =
  | { readonly kind: 'changed'; readonly fields: readonly Changed[] }
  | { readonly kind: 'asked'; readonly fields: readonly Asked[] }
  | { readonly kind: 'refused'; readonly code: string; readonly entry: number }
  | { readonly kind: 'cut'; readonly characters: number; readonly begins: string }

interface Changed {
  readonly field: string
  readonly before: unknown
  readonly after: unknown
}

interface Asked {
  readonly field: string
  readonly value: unknown
}

/** Employees are changed in capitals; acts are called as the operations of the API are. */
export function saidOf({ action, details }: Pick<AuditEntry, 'action' | 'details'>): Said {
  if (/^[A-Z_]+$/.test(action)) return { kind: 'changed', fields: Object.entries(details).map(changed) }
  const { refused, entry, characters, begins } = details
  if (typeof refused === 'string' && typeof entry === 'number')
    return { kind: 'refused', code: refused, entry }
  if (typeof begins === 'string' && typeof characters === 'number') return { kind: 'cut', characters, begins }
  return { kind: 'asked', fields: Object.entries(details).map(([field, value]) => ({ field, value })) }
}

const briefMax = 2

/** The few fields by which an act is told at a glance; which thing it is about is told elsewhere. */
export function briefOf(fields: readonly Asked[]): readonly Asked[] {
  const isShort = ({ field, value }: Asked) =>
    !/^ids?$|Id$/.test(field) && value !== '' && value !== null && String(value).length <= 20
  return fields.filter((one) => typeof one.value !== 'object' && isShort(one)).slice(0, briefMax)
}

function changed([field, value]: [string, unknown]): Changed {
  const [before, after] = Array.isArray(value) ? value : [undefined, value]
  return { field, before, after }
}

/** `dish:29` as what it is and which; of what is long the end, by which people tell it apart. */
export function thingOf(subject: string): { readonly thing: string; readonly which: string } {
  const [thing = '', id = ''] = subject.split(':')
  return { thing, which: id.length > 24 ? `…${id.slice(-6)}` : id }
}
