import { z } from 'zod'
import type { Person } from '#kit/context.ts'
import { Fault } from '#kit/fault.ts'
import { instantOf, rfc3339 } from '#kit/http/instants.ts'
import { noBody, noParams, noQuery } from '#kit/http/route.ts'

/** What most routes have in common; each states the rest, and what differs, itself. */
const quiet = { params: noParams, query: noQuery, body: noBody, idempotency: 'none', audit: false } as const

export const publicRead = { ...quiet, audience: 'public', ownership: 'none', rateClass: 'read' } as const
export const anyRead = { ...quiet, audience: 'any', ownership: 'own', rateClass: 'read' } as const
export const anyWrite = { ...quiet, audience: 'any', ownership: 'own', rateClass: 'write' } as const
export const customerRead = { ...quiet, audience: 'customer', ownership: 'own', rateClass: 'read' } as const
export const customerWrite = { ...quiet, audience: 'customer', ownership: 'own', rateClass: 'write' } as const

/**
 * Staff and their own shop: by `:shopId` where the address names it, else as the services see it. What they
 * change is entered into the chain of audits first, unless a route says why a line of the log is enough.
 */
export const staffRead = { ...quiet, audience: 'employee', ownership: 'own', rateClass: 'read' } as const
export const staffWrite = {
  ...quiet,
  audience: 'employee',
  ownership: 'own',
  rateClass: 'write',
  audit: 'entry',
} as const
export const shopRead = { ...staffRead, ownership: 'shop' } as const
export const shopWrite = { ...staffWrite, ownership: 'shop' } as const
export const managers = { roles: ['manager'] } as const

/**
 * Whom a permission lets in, where that is neither managers only nor every employee. What a role is permitted
 * is the user service's to say; `host/permissions.test.ts` holds this against it.
 */
export const permitted = {
  serving: { roles: ['cashier', 'manager', 'staff'] },
  money: { roles: ['cashier', 'finance', 'manager', 'staff'] },
  menu: { roles: ['manager', 'staff'] },
  stock: { roles: ['kitchen', 'manager', 'staff'] },
  reports: { roles: ['finance', 'manager'] },
  refunds: { roles: ['finance', 'manager'] },
} as const

/** Ids given by a database: 15 digits stay exact as numbers. */
export const numberId = z.string().regex(/^[1-9][0-9]{0,14}$/)
/** Ids made for what a person creates. */
export const uuid = z.uuid()
/** Ids whose form is their service's own business. */
export const opaqueId = z.string().regex(/^[A-Za-z0-9._-]{1,128}$/)

export const byNumberId = z.strictObject({ id: numberId })
export const byUuid = z.strictObject({ id: uuid })
export const byShop = z.strictObject({ shopId: numberId })

export const fen = z.int().min(0).max(100_000_000)
export const text = (charactersMax: number) => z.string().max(charactersMax)
export const moment = z.iso.datetime({ offset: true })

/** A list that fits one answer. */
export const listOf = <Item extends z.ZodType>(item: Item) => z.strictObject({ items: z.array(item) })
/** A page of a long list; `nextCursor` is null at its end. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() })

/** The same, where it is also said how many there are on all pages. */
export const foundOf = <Item extends z.ZodType>(item: Item) => pageOf(item).extend({ total: z.int() })

/** A whole number as text of a query. */
export const count = (min: number, max: number) =>
  z
    .string()
    .regex(/^[0-9]{1,15}$/)
    .transform(Number)
    .pipe(z.int().min(min).max(max))

export const momentOf = rfc3339
export const momentOrNull = (instant: number) => (instant === 0 ? null : rfc3339(instant))
export const instantOrZero = (given: string | undefined) => (given === undefined ? 0 : instantOf(given))
export const textOrNull = (given: string) => (given === '' ? null : given)

/** The shop an employee works for; routes that call it are open to employees only. */
export function shopOf(by: Person): string {
  if (by.kind !== 'employee') throw new Fault('forbidden', 'ROLE_MISSING', 'The role for this is missing')
  return by.shopId
}

/** What the provider signs with; nothing else of the request is its word. */
export function signedHeaders(headers: Readonly<Record<string, string>>) {
  return Object.entries(headers)
    .filter(([name]) => name.startsWith('wechatpay-'))
    .map(([name, value]) => ({ name, value }))
}

/** What a workbook is sent as: to be saved, and by nobody else kept. */
export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export function workbookHeaders(name: string) {
  return {
    'Content-Disposition': `attachment; filename="${name}.xlsx"`,
    'Cache-Control': 'private, no-store',
    'X-Content-Type-Options': 'nosniff',
  }
}
