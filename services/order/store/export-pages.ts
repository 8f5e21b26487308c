import type { Kysely } from 'kysely'
import type { Export, ExportRow } from '../domain/export.ts'
import type { State } from '../domain/transitions.ts'
import type { OrderTables } from './tables.ts'

type Reader = Kysely<OrderTables>

/** How far the clock that made an order's id may be from the clock that wrote down when it was created. */
const slackMs = 10 * 60_000

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

/** What sorts before every UUIDv7 made at this instant or later, and behind all others. */
function firstIdOf(instant: number): string {
  const time = Math.max(0, instant).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}`
}
