import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { workbookOf } from './workbook.ts'
import { zipOf } from './zip.ts'

const skip = spawnSync('python3', ['--version']).status === 0 ? false : 'python3 is not on this machine'

/** What Python's own reader, which checks sums and sizes, finds in the archive. */
function unpacked(archive: Buffer): Readonly<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'zip-'))
  const program =
    'import json,sys,zipfile\n' +
    'z=zipfile.ZipFile(sys.argv[1])\n' +
    'assert z.testzip() is None\n' +
    'print(json.dumps({n: z.read(n).decode() for n in z.namelist()}))'
  try {
    const file = join(folder, 'a.zip')
    writeFileSync(file, archive)
    return JSON.parse(execFileSync('python3', ['-c', program, file]).toString())
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('an archive is read by another reader, and the same files are the same bytes', { skip }, () => {
  const entries = [
    { name: 'a/b.txt', body: Buffer.from('苍穹') },
    { name: 'empty', body: Buffer.alloc(0) },
  ]
  const archive = zipOf(entries)
  assert.deepEqual(unpacked(archive), { 'a/b.txt': '苍穹', empty: '' })
  assert.deepEqual(zipOf(entries), archive)
})

test('a workbook has its texts, numbers, gaps and merged cells where they were put', { skip }, () => {
  const rows = [
    [null, 'a <b> & "c"'],
    [null, '数', 56.5],
  ]
  const book = workbookOf({ name: 'Sheet1', rows, merged: ['B1:G1'], columnWidth: 15.63 })
  const files = unpacked(book)
  const sheet = files['xl/worksheets/sheet1.xml'] ?? ''
  assert.match(sheet, /<c r="B1" t="inlineStr"><is><t[^>]*>a &lt;b&gt; &amp; &quot;c&quot;<\/t>/)
  assert.match(sheet, /<c r="B2" t="inlineStr">.*<c r="C2"><v>56.5<\/v><\/c>/)
  assert.doesNotMatch(sheet, /r="A[12]" /)
  assert.match(sheet, /<mergeCell ref="B1:G1"\/>/)
  assert.match(files['[Content_Types].xml'] ?? '', /sheet1\.xml/)
  for (const text of Object.values(files)) assert.doesNotMatch(text, /undefined|NaN/)
})
