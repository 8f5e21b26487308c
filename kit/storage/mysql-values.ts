import type { QueryResult } from 'kysely'
import type { FieldPacket, ResultSetHeader } from 'mysql2'
import type { SqlValue } from './storage.ts'

type MysqlRow = Record<string, unknown>

/** Column types of the protocol: DECIMAL, BIGINT and the newer DECIMAL, in which sums come. */
const exactTypes: readonly unknown[] = [0, 8, 246]
/** The character set of what is not text. */
const binary = 63

/** The driver takes bytes as a Buffer only; anything else it would take for an object. */
export function toMysql(value: SqlValue): string | number | Buffer | null {
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value
}

/** An answer in the port's types: numbers for BIGINT and sums, plain byte arrays. */
export function fromMysql(answer: unknown, fields: readonly FieldPacket[] | undefined): QueryResult<unknown> {
  if (!Array.isArray(answer)) return countsOf(answer as ResultSetHeader)
  const rows = answer as MysqlRow[]
  for (const field of fields ?? []) {
    const convert = converterOf(field)
    if (convert) for (const row of rows) row[field.name] = convert(row[field.name])
  }
  return { rows }
}

function converterOf(field: FieldPacket): ((value: unknown) => unknown) | undefined {
  if (exactTypes.includes(field.columnType)) return exactNumber
  return field.characterSet === binary ? plainBytes : undefined
}

function countsOf({ affectedRows, insertId }: ResultSetHeader): QueryResult<unknown> {
  const counts = { rows: [], numAffectedRows: BigInt(affectedRows) }
  return insertId === 0 ? counts : { ...counts, insertId: BigInt(insertId) }
}

function plainBytes(value: unknown): unknown {
  return value instanceof Uint8Array ? new Uint8Array(value) : value
}

/** BIGINT and DECIMAL come as text, so that no digit is lost unseen. */
function exactNumber(value: unknown): unknown {
  if (typeof value !== 'string') return value
  const number = Number(value)
  if (Number.isInteger(number) && !Number.isSafeInteger(number)) {
    throw new RangeError(`${value} is too large to be a JavaScript number`)
  }
  return number
}
