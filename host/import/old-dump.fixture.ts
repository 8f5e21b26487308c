import { closeSync, openSync, writeSync } from 'node:fs'
import type { OldTown, Values } from './old-town.fixture.ts'
import { columnsOf } from './old-town.fixture.ts'
import type { TableName } from './schema.ts'

const rowsPerInsert = 1_000

/** Writes a town as mysqldump would: extended inserts without columns, comments and all. */
export function writeDump(file: string, town: OldTown): void {
  const out = openSync(file, 'w')
  writeSync(out, `-- MySQL dump 10.13  Distrib 8.0\n/*!40101 SET NAMES utf8 */;\n\n`)
  let under: TableName | undefined
  let inserted = 0
  for (const { table, values } of town.rows()) {
    if (table !== under) {
      writeSync(out, `${under ? ';\n' : ''}${createTable(table)}`)
      inserted = 0
    }
    const opens = inserted % rowsPerInsert === 0
    if (opens && inserted > 0) writeSync(out, ';\n')
    writeSync(out, `${opens ? `INSERT INTO \`${table}\` VALUES ` : ','}${tuple(values)}`)
    under = table
    inserted++
  }
  writeSync(out, ';\n# that is all; really\n')
  closeSync(out)
}

export function createTable(table: TableName): string {
  const columns = columnsOf(table).map((column) => `  \`${column}\` ${typeOf(column)} COMMENT 'a; b'`)
  return `CREATE TABLE \`${table}\` (\n${columns.join(',\n')},\n  PRIMARY KEY (\`id\`)\n) ENGINE=InnoDB;\n`
}

function typeOf(column: string): string {
  if (column === 'id') return 'bigint NOT NULL AUTO_INCREMENT'
  if (/_time$/.test(column)) return 'datetime NULL'
  if (/^(price|amount)$/.test(column)) return 'decimal(10,2) NULL'
  return 'varchar(500) NULL'
}

function tuple(values: Values): string {
  const literals = values.map((value) => (typeof value === 'string' ? quoted(value) : (value ?? 'NULL')))
  return `(${literals.join(',')})`
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, (sign) => `\\${sign}`).replaceAll('\n', '\\n')}'`
}
