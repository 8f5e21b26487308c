import type { Kysely } from 'kysely'
import type { Export, ExportRow } from '../domain/export.ts'
import type { State } from '../domain/transitions.ts'
import { firstIdOf, slackMs } from './ids-by-time.ts'
import type { OrderTables } from './tables.ts'

type Reader = Kysely<OrderTables>

/** The next orders behind the cursor, oldest first, read along the shop's index: ids sort by time. */
export async function readExportPage(
  db: Reader,
  found: Export,
  limit: number,
): Promise<readonly ExportRow[]> {
  const { shopId, beginAt, endAt, cursor } = found
  const rows = await db
    .selectFrom('orders')
    .select(['id', 'number', 'created_at', 'state', 'amount_fen', 'phone', 'address', 'remark'])
    .where('shop_id', '=', shopId)
    .where('id', '>', cursor === '' ? firstIdOf(beginAt - slackMs) : cursor)
    .where('id', '<', firstIdOf(endAt + slackMs))
    .where('created_at', '>=', beginAt)
    .where('created_at', '<', endAt)
    .orderBy('id')
    .limit(limit)
    .execute()
  if (rows.length === 0) return []
  const linesOf = await readLines(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map(({ created_at, amount_fen, state, ...row }) => ({
    ...row,
    createdAt: created_at,
    amountFen: amount_fen,
    state: state as State,
    lines: (linesOf.get(row.id) ?? []).map(({ name, quantity }) => ({ name, quantity })),
  }))
}

async function readLines(db: Reader, ids: readonly string[]) {
  const lines = db
    .selectFrom('order_line')
    .select(['order_id', 'name', 'quantity'])
    .where('order_id', 'in', ids)
  return Map.groupBy(await lines.orderBy('id').execute(), ({ order_id }) => order_id)
}
