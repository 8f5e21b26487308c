import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { DescFile } from '@bufbuild/protobuf'
import { judge, judgeExample, type Rule } from './tidy/rule.ts'
import { circleRules } from './tidy/rules-circles.ts'
import { codeRules } from './tidy/rules-code.ts'
import { dependencyRules } from './tidy/rules-dependencies.ts'
import { importRules } from './tidy/rules-imports.ts'
import { oldFaceRules } from './tidy/rules-old-face.ts'
import { purityRules } from './tidy/rules-purity.ts'
import { declaredIn, reasonRules } from './tidy/rules-reasons.ts'
import { shapeRules } from './tidy/rules-shape.ts'
import { sizeRules } from './tidy/rules-size.ts'
import { wordRules } from './tidy/rules-words.ts'
import { createSource, readProject } from './tidy/source.ts'

const root = join(import.meta.dirname, '..')
const project = readProject(root)
const rules: readonly Rule[] = [
  ...importRules,
  ...circleRules,
  ...oldFaceRules,
  ...purityRules,
  ...shapeRules,
  ...sizeRules,
  ...codeRules,
  ...wordRules,
  ...dependencyRules,
  ...reasonRules(declaredIn(await contractFiles())),
]

async function contractFiles(): Promise<DescFile[]> {
  const paths = globSync('contracts/gen/cangqiong/**/*_pb.js', { cwd: root })
  const modules: object[] = await Promise.all(paths.map((path) => import(join(root, path))))
  return modules.flatMap((module) => Object.values(module)).filter((value) => value?.kind === 'file')
}

test('the project is read at all', () => {
  assert.ok(project.length > 100)
  assert.ok(project.some(({ path }) => path === 'kit/fault.ts'))
  assert.ok(!project.some(({ path }) => path.includes('node_modules')))
})

for (const rule of rules) {
  test(rule.name, () => {
    const complaints = judge(rule, project).map(({ path, line, message }) => `${path}:${line}: ${message}`)
    assert.equal(complaints.length, 0, `\n${complaints.join('\n')}`)
  })

  test(`the checker itself: ${rule.name}`, () => {
    for (const example of rule.caught)
      assert.notDeepEqual(judgeExample(rule, example), [], `not caught: ${example}`)
    for (const example of rule.fine)
      assert.deepEqual(judgeExample(rule, example), [], `wrongly caught: ${example}`)
  })
}

test('the checker itself: a thirteenth folder at the top is one too many', () => {
  const [rule] = rules.filter(({ name }) => name.includes('folders at the top'))
  const folders = (count: number) => Array.from({ length: count }, (_, n) => createSource(`f${n}/a.ts`, ''))
  assert.ok(rule)
  assert.deepEqual(judge(rule, folders(12)), [])
  assert.equal(judge(rule, folders(13)).length, 1)
})

test('the checker itself: a circle of three files is found, and two ways to one file are none', () => {
  const [rule] = rules.filter(({ name }) => name.includes('in a circle'))
  const files = (...imports: readonly (readonly [path: string, to: string])[]) =>
    imports.map(([path, to]) => createSource(`kit/${path}.ts`, `import { x } from './${to}.ts'`))
  assert.ok(rule)
  assert.equal(judge(rule, files(['a', 'b'], ['b', 'c'], ['c', 'a'])).length, 1)
  assert.deepEqual(judge(rule, files(['a', 'c'], ['b', 'c'], ['c', 'd'])), [])
})

test('the checker itself: an exception needs a reason', () => {
  const [rule] = rules.filter(({ name }) => name === 'no catch is empty')
  assert.ok(rule)
  const withComment = (comment: string) =>
    judgeExample(rule, ['kit/a.ts', `try { f()\n${comment}\n} catch {}`])
  assert.equal(withComment('// tidy: the file may be gone, and that is what is wanted').length, 0)
  assert.equal(withComment('// tidy:').length, 1)
})
