import { zipOf } from './zip.ts'

/** The media type of a workbook. */
export const workbookMedia = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** What a cell holds. */
export type Cell = string | number | null

/** One sheet: rows from the first on, cells from column A on; null leaves a cell empty. */
export interface Sheet {
  readonly name: string
  readonly rows: readonly (readonly Cell[])[]
  /** Ranges shown as one cell, for instance `B1:G1`. */
  readonly merged: readonly string[]
  /** Characters that fit into a column. */
  readonly columnWidth: number
}

/** The bytes of an Excel workbook (Office Open XML) with this one sheet of up to 26 columns. */
export function workbookOf(sheet: Sheet): Buffer {
  const files: Readonly<Record<string, string>> = {
    '[Content_Types].xml': contentTypes,
    '_rels/.rels': relationsTo('officeDocument', 'xl/workbook.xml'),
    'xl/workbook.xml': workbookXml(sheet.name),
    'xl/_rels/workbook.xml.rels': relationsTo('worksheet', 'worksheets/sheet1.xml'),
    'xl/worksheets/sheet1.xml': sheetXml(sheet),
  }
  const entries = Object.entries(files)
  return zipOf(entries.map(([name, text]) => ({ name, body: Buffer.from(declaration + text) })))
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006'
const typed = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const contentTypes =
  `<Types xmlns="${packaged}/content-types">` +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  `<Override PartName="/xl/workbook.xml" ContentType="${typed}.sheet.main+xml"/>` +
  `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${typed}.worksheet+xml"/></Types>`

function relationsTo(kind: string, target: string): string {
  const one = `<Relationship Id="rId1" Type="${relation}/${kind}" Target="${target}"/>`
  return `<Relationships xmlns="${packaged}/relationships">${one}</Relationships>`
}

function workbookXml(name: string): string {
  const sheet = `<sheet name="${escaped(name)}" sheetId="1" r:id="rId1"/>`
  return `<workbook xmlns="${main}" xmlns:r="${relation}"><sheets>${sheet}</sheets></workbook>`
}

function sheetXml({ rows, merged, columnWidth }: Sheet): string {
  const cols = `<cols><col min="1" max="26" width="${columnWidth}" customWidth="1"/></cols>`
  const merges = merged.map((range) => `<mergeCell ref="${range}"/>`).join('')
  const mergeCells = merges === '' ? '' : `<mergeCells count="${merged.length}">${merges}</mergeCells>`
  const sheetData = `<sheetData>${rows.map(rowXml).join('')}</sheetData>`
  return `<worksheet xmlns="${main}">${cols}${sheetData}${mergeCells}</worksheet>`
}

function rowXml(cells: readonly Cell[], row: number): string {
  const written = cells.map((cell, column) => cellXml(cell, `${letterOf(column)}${row + 1}`))
  return `<row r="${row + 1}">${written.join('')}</row>`
}

function cellXml(cell: Cell, place: string): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`
  return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`
}

const letterOf = (column: number) => String.fromCharCode('A'.charCodeAt(0) + column)

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? '')
}
