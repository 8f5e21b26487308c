import ts from 'typescript'
import { perFile, type Rule } from './rule.ts'
import { type Complaint, complainAt, isCode, type Source, visit } from './source.ts'

/** Complains of every node for which `judge` has something to say. */
function nodes(source: Source, judge: (node: ts.Node) => string | undefined): Complaint[] {
  const complaints: Complaint[] = []
  visit(source, (node) => {
    const message = judge(node)
    if (message !== undefined) complaints.push(complainAt(source, node, message))
  })
  return complaints
}

function modifiersOf(node: ts.Node): readonly ts.SyntaxKind[] {
  return ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []).map(({ kind }) => kind) : []
}

const namedExports = perFile({
  name: 'exports have names',
  applies: isCode,
  check: (source) =>
    nodes(source, (node) => {
      const isDefault =
        ts.isExportAssignment(node) || modifiersOf(node).includes(ts.SyntaxKind.DefaultKeyword)
      const isRenamed = ts.isExportSpecifier(node) && node.name.text === 'default'
      return isDefault || isRenamed ? 'a default export' : undefined
    }),
  caught: [
    ['kit/a.ts', 'export default function f() {}'],
    ['kit/a.ts', 'const f = 1\nexport default f'],
    ['kit/a.ts', 'const f = 1\nexport { f as default }'],
  ],
  fine: [
    ['kit/a.ts', 'export const f = 1'],
    ['apps/web/vite.config.ts', '// tidy: Vite reads the default export\nexport default {}'],
  ],
})

const noBarrels = perFile({
  name: 'nothing is handed on: who needs something imports the file that has it',
  applies: isCode,
  check: (source) => {
    const handedOn = nodes(source, (node) =>
      ts.isExportDeclaration(node) && node.moduleSpecifier ? 'exports what another file has' : undefined,
    )
    const isIndex = /(^|\/)index\.(ts|mjs)$/.test(source.path)
    return isIndex ? [{ path: source.path, line: 1, message: 'an index file' }, ...handedOn] : handedOn
  },
  caught: [
    ['kit/rpc/index.ts', 'const a = 1'],
    ['kit/a.ts', "export * from './b.ts'"],
    ['kit/a.ts', "export { b } from './b.ts'"],
    ['kit/a.ts', "export type { B } from './b.ts'"],
  ],
  fine: [['kit/a.ts', 'const a = 1\nexport { a }']],
})

const honestTypes = perFile({
  name: 'types are never silenced',
  applies: (source) => isCode(source) && !source.isTest,
  check: (source) => [
    ...nodes(source, (node) => {
      if (node.kind === ts.SyntaxKind.AnyKeyword) return 'any'
      return ts.isNonNullExpression(node) ? 'a non-null assertion' : undefined
    }),
    ...source.lines.flatMap((text, index) =>
      /\/[/*].*@ts-(ignore|expect-error|nocheck)/.test(text)
        ? [{ path: source.path, line: index + 1, message: 'the compiler is told to look away' }]
        : [],
    ),
  ],
  caught: [
    ['kit/a.ts', 'let a: any'],
    ['kit/a.ts', 'const a = b as any[]'],
    ['kit/a.ts', 'const a = b!.c'],
    ['kit/a.ts', '// @ts-ignore\nf()'],
    ['kit/a.ts', '/* @ts-nocheck */'],
  ],
  fine: [
    ['kit/a.ts', 'const any = 1\nconst text = "any!"\nif (!any) f()'],
    ['kit/a.test.ts', 'const a = b!'],
  ],
})

const noSwallowing = perFile({
  name: 'no catch is empty',
  applies: isCode,
  check: (source) =>
    nodes(source, (node) =>
      ts.isCatchClause(node) && node.block.statements.length === 0 ? 'an empty catch' : undefined,
    ),
  caught: [
    ['kit/a.ts', 'try { f() } catch {}'],
    ['kit/a.ts', 'try { f() } catch (error) { /* never mind */ }'],
  ],
  fine: [['kit/a.ts', 'try { f() } catch (error) { log.warn("no f", { error }) }']],
})

const noTextAsCode = perFile({
  name: 'no page takes text as HTML or as code',
  applies: (source) => /^apps\/.*\.(ts|vue|html)$/.test(source.path) && !source.isTest,
  check: ({ path, lines }) =>
    lines.flatMap((text, index) => {
      const [found] = textAsCode.exec(text) ?? []
      return found === undefined ? [] : [{ path, line: index + 1, message: `says ${found}` }]
    }),
  caught: [
    ['apps/merchant/a.vue', '<p v-html="message.content" />'],
    ['apps/merchant/a.ts', 'ElNotification({ dangerouslyUseHTMLString: true })'],
    ['apps/web/a.ts', 'place.innerHTML = text'],
    ['apps/web/a.ts', "place.insertAdjacentHTML('beforeend', text)"],
    ['apps/web/a.ts', 'eval(text)'],
    ['apps/web/a.ts', "new Function('a', text)"],
  ],
  fine: [
    ['apps/web/a.vue', '<p>{{ retrieval(message.content) }}</p>'],
    ['kit/a.ts', 'redis.eval(script)'],
  ],
})

const textAsCode = new RegExp(
  [
    ...[/\bv-html\b/, /\b(inner|outer)HTML\b/, /\binsertAdjacentHTML\b/],
    ...[/\bdangerouslyUseHTMLString\b/, /\beval\(/, /\bnew Function\b/],
  ]
    .map(({ source }) => source)
    .join('|'),
)

const saysItByName = /(Needs|Options|Limits)$/

/** A list of needs or options is explained by what takes it; an overload by the first of its kind. */
function isExplained(node: ts.Statement, source: Source): boolean {
  if (ts.getJSDocCommentsAndTags(node).length > 0) return true
  if (ts.isInterfaceDeclaration(node)) return saysItByName.test(node.name.text)
  if (!ts.isFunctionDeclaration(node)) return false
  const { statements } = source.tree
  const before = statements[statements.indexOf(node) - 1]
  return before !== undefined && ts.isFunctionDeclaration(before) && before.name?.text === node.name?.text
}

const explainedKit = perFile({
  name: 'what the kit exports says what it is',
  applies: (source) => source.path.startsWith('kit/') && isCode(source) && !source.isTest,
  check: (source) =>
    source.tree.statements
      .filter((node) => modifiersOf(node).includes(ts.SyntaxKind.ExportKeyword))
      .filter((node) => !isExplained(node, source))
      .map((node) => complainAt(source, node, `no docstring: ${node.getText(source.tree).split('\n', 1)}`)),
  caught: [
    ['kit/a.ts', 'export const a = 1'],
    ['kit/a.ts', '// A comment is not a docstring.\nexport interface A {}'],
    ['kit/a.ts', '/** a */\nexport const a = 1\nexport function f() {}'],
  ],
  fine: [
    ['kit/a.ts', '/** a */\nexport const a = 1\nconst b = 2'],
    ['kit/a.ts', '/** f */\nexport function f(a: 1): 1\nexport function f(a: 2) {}'],
    ['kit/a.ts', 'export interface QueueLimits {}'],
    ['kit/a.fixture.ts', 'export const a = 1'],
  ],
})

export const codeRules: readonly Rule[] = [
  namedExports,
  noBarrels,
  honestTypes,
  noSwallowing,
  noTextAsCode,
  explainedKit,
]
