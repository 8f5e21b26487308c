import ts from 'typescript'
import { perFile, type Rule } from './rule.ts'
import { type Complaint, complainAt, isCode, lineOf, type Source, visit } from './source.ts'

const fileLinesMax = 300
const functionLinesMax = 50
const parametersMax = 4
const lineLengthMax = 110

const lines = (count: number) => 'x()\n'.repeat(count)

const smallFiles = perFile({
  name: `a file has at most ${fileLinesMax} lines`,
  applies: (source) => isCode(source) || (/\.(vue|css)$/.test(source.path) && !source.isGenerated),
  check: ({ path, lines, text }) => {
    const count = lines.length - (text.endsWith('\n') ? 1 : 0)
    return count > fileLinesMax ? [{ path, line: 1, message: `has ${count} lines` }] : []
  },
  caught: [['kit/a.ts', lines(301)]],
  fine: [
    ['kit/a.ts', lines(300)],
    ['contracts/gen/a.ts', lines(301)],
    ['docs/a.md', lines(301)],
    // A contract is one file per service: who reads it wants all of it.
    ['contracts/cangqiong/a.proto', lines(301)],
  ],
})

const smallFunctions = perFile({
  name: `a function has at most ${functionLinesMax} lines (those of suites aside, which hold tests)`,
  applies: (source) => isCode(source) && !source.isTest,
  check: (source) => {
    const complaints: Complaint[] = []
    visit(source, (node) => {
      if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return
      const count = lineOf(source, node.getEnd()) - lineOf(source, node.getStart(source.tree)) + 1
      if (count > functionLinesMax) complaints.push(complainAt(source, node, `a function of ${count} lines`))
    })
    return complaints
  },
  caught: [
    ['kit/a.ts', `function f() {\n${lines(49)}}`],
    ['kit/a.ts', `const f = () => {\n${lines(49)}}`],
    ['kit/a.ts', `class A {\n  f() {\n${lines(49)}}\n}`],
  ],
  fine: [
    ['kit/a.ts', `function f() {\n${lines(48)}}`],
    ['kit/a.test.ts', `function f() {\n${lines(60)}}`],
  ],
})

const fewParameters = perFile({
  name: `a function has at most ${parametersMax} parameters`,
  applies: isCode,
  check: (source) => {
    const complaints: Complaint[] = []
    visit(source, (node) => {
      if (!ts.isFunctionLike(node)) return
      const count = node.parameters.length
      if (count > parametersMax) complaints.push(complainAt(source, node, `${count} parameters`))
    })
    return complaints
  },
  caught: [
    ['kit/a.ts', 'function f(a, b, c, d, e) {}'],
    ['kit/a.ts', 'interface A { f(a, b, c, d, e): void }'],
  ],
  fine: [
    ['kit/a.ts', 'const f = (a, b, c, d) => 1'],
    ['kit/a.ts', '// tidy: the interface of another library\nfunction f(a, b, c, d, e) {}'],
  ],
})

const shortLines = perFile({
  name: `a line has at most ${lineLengthMax} characters`,
  applies: isCode,
  check: ({ path, lines }: Source) =>
    lines.flatMap((text, index) =>
      text.length > lineLengthMax ? [{ path, line: index + 1, message: `${text.length} characters` }] : [],
    ),
  caught: [['kit/a.ts', `// ${'x'.repeat(108)}`]],
  fine: [
    ['kit/a.ts', `// ${'x'.repeat(107)}`],
    ['contracts/gen/a_pb.js', `// ${'x'.repeat(200)}`],
  ],
})

export const sizeRules: readonly Rule[] = [smallFiles, smallFunctions, fewParameters, shortLines]
