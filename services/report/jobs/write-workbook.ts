import writeExcelFile, { type CellObject } from 'write-excel-file/node'
import type { JobTools } from '#kit/jobs/jobs.ts'
import type { Cell, Sheet } from '../domain/sheet.ts'

/** Of every column, in characters. */
const width = 15.63
const columnCount = 7

const styles: Readonly<Record<Cell['as'], Partial<CellObject>>> = {
  title: { align: 'center', fontWeight: 'bold', fontSize: 16, height: 30 },
  heading: { align: 'center', fontWeight: 'bold' },
  text: { align: 'center' },
  count: { align: 'center', format: '0' },
  money: { align: 'center', format: '#,##0.00' },
  rate: { align: 'center', format: '0.00%' },
}

/** Writes a sheet as the bytes of a workbook. */
export async function run(sheet: Sheet, tools: JobTools): Promise<Uint8Array> {
  const rows = sheet.map((row) => [null, ...row.flatMap(cellsOf)])
  const columns = Array.from({ length: columnCount }, () => ({ width }))
  const book = await writeExcelFile(rows, { sheet: 'Sheet1', columns }).toBuffer()
  const bytes = new Uint8Array(book)
  tools.handOver(bytes.buffer)
  return bytes
}

/** What lies under a cell that reaches over several columns is left empty. */
function cellsOf({ value, as, columns = 1 }: Cell) {
  const type = typeof value === 'number' ? Number : String
  const cell = { value, type, columnSpan: columns, ...styles[as] } as CellObject
  return [cell, ...Array.from({ length: columns - 1 }, () => null)]
}
