import type { ImportReport, Tally } from './ledger.ts'

/** The report as a person reads it. */
export function printed({ tables, foreign }: ImportReport): string {
  const lines = tables.flatMap(({ table, found, imported, skipped, notes }) => [
    `${table.padEnd(14)} ${count(found)} found ${count(imported)} imported`,
    ...Object.entries(skipped).map((entry) => `  skipped ${said(entry)}`),
    ...Object.entries(notes).map((entry) => `  note    ${said(entry)}`),
  ])
  const others = Object.entries(foreign).map(([table, rows]) => `${table}: ${rows} rows of no official table`)
  return [...lines, ...others].join('\n')
}

const count = (rows: number) => String(rows).padStart(9)

function said([code, { rows, firstIds }]: [string, Tally]): string {
  const few = firstIds.slice(0, 5).join(', ')
  return `${count(rows)} ${code} (ids ${few}${rows > 5 ? ' …' : ''})`
}
