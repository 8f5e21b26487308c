import type { Kysely, Selectable } from 'kysely'
import type { Grant } from '../domain/order.ts'
import type { OrderTables } from './tables.ts'

type Reader = Kysely<OrderTables>
type GrantRow = Selectable<OrderTables['order_grant']>

const granted = 'GRANTED:'

/** The grants behind refunds, by order; most orders have none and then nothing is read. */
export async function grantsIn(
  db: Reader,
  refunds: readonly { readonly order_id: string; readonly cause: string }[],
): Promise<ReadonlyMap<string, readonly Grant[]>> {
  const orderIds = refunds.filter(({ cause }) => cause.startsWith(granted)).map(({ order_id }) => order_id)
  if (orderIds.length === 0) return new Map()
  const rows = await db.selectFrom('order_grant').selectAll().where('order_id', 'in', orderIds).execute()
  const grants = await withLines(db, rows)
  return Map.groupBy(grants, ({ id }) => rows.find((row) => row.id === id)?.order_id ?? '')
}

export async function withLines(db: Reader, rows: readonly GrantRow[]): Promise<readonly Grant[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const lines = await db.selectFrom('order_grant_line').selectAll().where('grant_id', 'in', ids).execute()
  return rows.map((row) => ({
    id: row.id,
    n: row.n,
    amountFen: row.amount_fen,
    lines: lines.filter(({ grant_id }) => grant_id === row.id).map(piecesOf),
    reason: row.reason,
    claimId: row.claim_id,
    by: row.by_name,
    at: row.at,
  }))
}

export function piecesOf({ line_id, quantity }: { readonly line_id: number; readonly quantity: number }) {
  return { lineId: String(line_id), quantity }
}
