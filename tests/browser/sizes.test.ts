import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { ensurePages } from '../../host/pages/ensure.ts'
import { pagesFolder } from '../../host/pages/read.ts'

/** A file of the build, as Vite's manifest tells of it. */
interface Chunk {
  readonly file: string
  readonly imports?: readonly string[]
  readonly dynamicImports?: readonly string[]
  readonly css?: readonly string[]
}
type Manifest = Readonly<Record<string, Chunk>>

const kb = 1024
before(() => ensurePages(() => undefined))

const manifestOf = (app: string): Manifest =>
  JSON.parse(readFileSync(join(pagesFolder, app, '.vite/manifest.json'), 'utf8'))

/** Everything that is loaded for these chunks and what they import. */
function loadedFor(manifest: Manifest, names: readonly string[]): { js: Set<string>; css: Set<string> } {
  const js = new Set<string>()
  const css = new Set<string>()
  const visit = (name: string) => {
    const chunk = manifest[name]
    assert.ok(chunk, `${name} is in the build`)
    if (js.has(chunk.file)) return
    js.add(chunk.file)
    for (const sheet of chunk.css ?? []) css.add(sheet)
    for (const imported of chunk.imports ?? []) visit(imported)
  }
  for (const name of names) visit(name)
  return { js, css }
}

const gzipped = (app: string, files: ReadonlySet<string>) =>
  [...files].reduce((sum, file) => sum + readFileSync(join(pagesFolder, app, `${file}.gz`)).length, 0)

test('the menu is there after 100 KB of code and 20 KB of style', (t) => {
  const { js, css } = loadedFor(manifestOf('customer'), ['index.html'])
  const sizes = [gzipped('customer', js), gzipped('customer', css)] as const
  t.diagnostic(
    `customer: ${(sizes[0] / kb).toFixed(1)} KB of code, ${(sizes[1] / kb).toFixed(1)} KB of style`,
  )
  assert.ok(sizes[0] <= 100 * kb)
  assert.ok(sizes[1] <= 20 * kb)
})

test('the board is there after 270 KB of code, and charts come only with reports', (t) => {
  const manifest = manifestOf('merchant')
  const board = ['index.html', 'screens/frame.vue', 'screens/board.vue']
  const { js } = loadedFor(manifest, board)
  const size = gzipped('merchant', js)
  t.diagnostic(`merchant: ${(size / kb).toFixed(1)} KB of code`)
  assert.ok(size <= 270 * kb)
  const others = Object.keys(manifest).filter(
    (name) => /^screens\//.test(name) && name !== 'screens/reports.vue',
  )
  const charts = [...loadedFor(manifest, ['screens/reports.vue']).js].filter((file) =>
    readFileSync(join(pagesFolder, 'merchant', file), 'utf8').includes('echarts'),
  )
  assert.ok(charts.length > 0, 'reports have charts')
  const withoutReports = loadedFor(manifest, ['index.html', ...others]).js
  for (const file of charts) assert.ok(!withoutReports.has(file), file)
})
