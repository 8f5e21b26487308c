import { Refusal } from '../../settings.ts'
import type { Rows } from '../schema.ts'

const name = '(?:`((?:[^`]|``)+)`|([\\w$]+))'
const head = new RegExp(
  '^(?:insert|replace)\\s+(?:(?:low_priority|delayed|high_priority|ignore)\\s+)*(?:into\\s+)?' +
    `(?:${name}\\s*\\.\\s*)?${name}\\s*(\\([^()]*\\))?\\s*values?\\s*(?=\\()`,
  'i',
)
const created = new RegExp(
  `^create\\s+table\\s+(?:if\\s+not\\s+exists\\s+)?(?:${name}\\s*\\.\\s*)?${name}\\s*\\(`,
  'i',
)

/** A literal: text with its escapes, hexadecimal, bits, a number or a word. */
const forms = [
  /(?:_\w+\s*)?'([^'\\]*(?:(?:\\[\s\S]|'')[^'\\]*)*)'/,
  /"([^"\\]*(?:(?:\\[\s\S]|"")[^"\\]*)*)"/,
  /0x([0-9a-f]+)/,
  /x'([0-9a-f]*)'/,
  /b'([01]+)'/,
  /([-+]?[\d.]+(?:e[-+]?\d+)?)/,
  /(null|true|false|default)/,
]
const literal = new RegExp(`\\s*(?:${forms.map(({ source }) => source).join('|')})\\s*`, 'iy')

/** What a statement inserts, with no columns where it names none; null where it is no INSERT. */
export function readInsert(statement: string): Rows | null {
  if (!/^(insert|replace)\b/i.test(statement)) return null
  const found = head.exec(statement)
  if (!found) throw new Refusal(`the dump holds an INSERT of another form: ${statement.slice(0, 80)}`)
  const table = nameIn(found[3], found[4])
  return { table, columns: columnsIn(found[5]), rows: readRows(statement, found[0].length, table) }
}

/** The columns of a table that a statement creates; null where it is no CREATE TABLE. */
export function readCreate(statement: string): { table: string; columns: readonly string[] } | null {
  const found = created.exec(statement)
  if (!found) return null
  const body = statement.slice(found[0].length - 1)
  const columns = [...body.matchAll(/[(,]\s*`([^`]+)`\s+\w/g)].map(([, column = '']) => column)
  return { table: nameIn(found[3], found[4]), columns }
}

function nameIn(quoted: string | undefined, plain: string | undefined): string {
  return (quoted?.replaceAll('``', '`') ?? plain ?? '').toLowerCase()
}

function columnsIn(list: string | undefined): readonly string[] {
  if (list === undefined) return []
  return list
    .slice(1, -1)
    .split(',')
    .map((column) => column.trim().replace(/^`|`$/g, '').toLowerCase())
}

function readRows(statement: string, from: number, table: string): (string | null)[][] {
  const rows: (string | null)[][] = []
  for (let at = from; ; ) {
    const row: (string | null)[] = []
    if (statement[at] !== '(') throw unreadable(table, rows.length)
    do {
      literal.lastIndex = at + 1
      const found = literal.exec(statement)
      if (!found) throw unreadable(table, rows.length)
      row.push(readValue(found))
      at = literal.lastIndex
    } while (statement[at] === ',')
    if (statement[at] !== ')') throw unreadable(table, rows.length)
    rows.push(row)
    at = behindSpace(statement, at + 1)
    if (statement[at] !== ',') return rows
    at = behindSpace(statement, at + 1)
  }
}

function behindSpace(text: string, from: number): number {
  let at = from
  while (/\s/.test(text[at] ?? '')) at++
  return at
}

function readValue([, single, double, hex, quotedHex, bits, number, word]: RegExpExecArray): string | null {
  if (single !== undefined) return unescaped(single, "'")
  if (double !== undefined) return unescaped(double, '"')
  const bytes = hex ?? quotedHex
  if (bytes !== undefined) return Buffer.from(bytes, 'hex').toString()
  if (bits !== undefined) return String(Number.parseInt(bits, 2))
  if (number !== undefined) return number
  return word?.toLowerCase() === 'true' ? '1' : word?.toLowerCase() === 'false' ? '0' : null
}

const escapes: Readonly<Record<string, string>> = { 0: '\0', b: '\b', n: '\n', r: '\r', t: '\t', Z: '\x1a' }

function unescaped(text: string, quote: string): string {
  if (!text.includes('\\') && !text.includes(quote)) return text
  return text.replace(/\\([\s\S])|''|""/g, (found, sign?: string) => {
    if (sign !== undefined) return escapes[sign] ?? sign
    return found[0] === quote ? quote : found
  })
}

function unreadable(table: string, row: number): Refusal {
  return new Refusal(`the dump's INSERT into ${table} cannot be read at its row ${row + 1}`)
}
