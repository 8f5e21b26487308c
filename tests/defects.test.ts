import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { plants } from './defects/plants.ts'
import { declares, rowsOf } from './defects/rows.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const defects = 78
const plantsLeast = 41

const rows = rowsOf(read('docs/defects.md'))
const testFiles = ['{kit,services,simulators,host,tests}/**/*.test.ts', 'tests/{journeys/cases,tidy}/*.ts']
const allTests = globSync(testFiles, { cwd: root }).map(read).join('\n')

test('every defect has its row, in order, and every row names tests that exist', () => {
  const expected = Array.from({ length: defects }, (_, n) => `D-${String(n + 1).padStart(2, '0')}`)
  assert.deepEqual(
    rows.map(({ defect }) => defect),
    expected,
  )
  const unknown = rows.flatMap(({ defect, tests }) =>
    tests.filter((name) => !declares(allTests, name)).map((name) => `${defect}: ${name}`),
  )
  assert.deepEqual(unknown, [])
})

test('a name counts where a test has it, whole, and nowhere else', () => {
  assert.ok(declares("test('money is exact', () => {})", 'money is exact'))
  assert.ok(declares('test("it’s {1}?", { skip }, () => {})', 'it’s {1}?'))
  assert.ok(declares("{\n  name: 'money is exact',\n}", 'money is exact'))
  for (const text of ["test('money is exact!', f)", "say('money is exact', f)", '// money is exact'])
    assert.ok(!declares(text, 'money is exact'), text)
})

test('a plant fits its file in exactly one place, and its row names the test that must notice it', () => {
  for (const { defect, file, find, testFile, test } of plants) {
    assert.equal(read(file).split(find).length - 1, 1, `${defect}: ${find} in ${file}`)
    assert.ok(declares(read(testFile), test), `${defect}: ${test} in ${testFile}`)
    const row = rows.find((one) => one.defect === defect)
    assert.ok(row?.tests.includes(test), `${defect}: its row does not name: ${test}`)
  }
})

test(`at least ${plantsLeast} of the defects can be planted`, () => {
  assert.ok(new Set(plants.map(({ defect }) => defect)).size >= plantsLeast)
})
