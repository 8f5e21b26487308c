import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { plants } from './defects/plants.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const defects = 78
const plantsLeast = 25

const rows = read('docs/defects.md').split('\n').flatMap(rowOf)
const testFiles = globSync(
  ['{kit,services,simulators,host,tests}/**/*.test.ts', 'tests/journeys/cases/*.ts'],
  {
    cwd: root,
  },
)
const allTests = testFiles.map(read).join('\n')

function rowOf(line: string): { defect: string; test: string }[] {
  const [, defect = '', test = ''] = /^\| (D-\d\d) \| [^|]+ \| [^|]+ \| `([^`]+)` \|$/.exec(line) ?? []
  return defect === '' ? [] : [{ defect, test }]
}

const isNamedIn = (text: string, name: string) => text.includes(`'${name}'`) || text.includes(`"${name}"`)

test('every defect has its row, in order, and every row names a test that exists', () => {
  const expected = Array.from({ length: defects }, (_, n) => `D-${String(n + 1).padStart(2, '0')}`)
  assert.deepEqual(
    rows.map(({ defect }) => defect),
    expected,
  )
  const unnamed = rows.filter(({ test }) => !isNamedIn(allTests, test))
  assert.deepEqual(unnamed, [])
})

test('a plant fits its file in exactly one place, and its row names the test that must notice it', () => {
  for (const { defect, file, find, testFile, test } of plants) {
    assert.equal(read(file).split(find).length - 1, 1, `${defect}: ${find} in ${file}`)
    assert.ok(isNamedIn(read(testFile), test), `${defect}: ${test} in ${testFile}`)
    assert.deepEqual(
      rows.filter((row) => row.defect === defect),
      [{ defect, test }],
    )
  }
})

test(`at least ${plantsLeast} of the defects can be planted`, () => {
  assert.ok(new Set(plants.map(({ defect }) => defect)).size >= plantsLeast)
})
