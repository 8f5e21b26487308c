import ts from 'typescript'
import { perFile, type Rule } from './rule.ts'
import { type Complaint, complainAt, isCode, type Source, visit } from './source.ts'

/** Doors to the world that only the kit's ports may open. */
const doors = new Set([
  ...['Date', 'performance', 'setTimeout', 'setInterval', 'setImmediate'],
  ...['fetch', 'crypto', 'process', 'fs', 'require', 'globalThis', 'WebSocket', 'EventSource', 'console'],
])

const inServices = (source: Source) => /^services\/.*\.ts$/.test(source.path) && !source.isTest
const inDomain = (source: Source) => /^services\/[^/]+\/domain\//.test(source.path) && inServices(source)

/** Whether an identifier stands for a value of its own, rather than naming a member of something. */
function isFree(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.name !== node
  if (ts.isQualifiedName(parent)) return parent.right !== node
  const isMember = ts.isClassElement(parent) || ts.isTypeElement(parent) || ts.isObjectLiteralElement(parent)
  return !(isMember && parent.name === node && !ts.isShorthandPropertyAssignment(parent))
}

function checkDoors(source: Source): Complaint[] {
  const complaints: Complaint[] = []
  visit(source, (node) => {
    if (ts.isIdentifier(node) && doors.has(node.text) && isFree(node)) {
      complaints.push(complainAt(source, node, `${node.text} is reached only through a port of the kit`))
    }
    if (ts.isPropertyAccessExpression(node) && node.getText(source.tree) === 'Math.random') {
      complaints.push(complainAt(source, node, 'Math.random is reached only through a port of the kit'))
    }
  })
  return complaints
}

const noDoors = perFile({
  name: 'services reach time, randomness, timers, network and the process only through ports',
  applies: inServices,
  check: checkDoors,
  caught: [
    ['services/order/store.ts', 'const at = Date.now()'],
    ['services/order/store.ts', 'const at = new Date(5)'],
    ['services/order/store.ts', 'function f(at: Date) {}'],
    ['services/order/domain/x.ts', 'const n = Math.random()'],
    ['services/order/rpc.ts', 'setTimeout(() => undefined, 5)'],
    ['services/order/rpc.ts', 'const x = { fetch }'],
    ['services/order/rpc.ts', 'await fetch("x")'],
    ['services/order/rpc.ts', 'const x = globalThis.crypto'],
    ['services/order/rpc.ts', 'console.log(1)'],
    ['services/order/config.ts', 'const x = process.env.X'],
  ],
  fine: [
    ['services/order/store.ts', 'const x = { fetch: 1, process() {} }\nx.process()\nrow.Date'],
    ['services/order/store.test.ts', 'const at = Date.now()'],
    ['kit/clock.ts', 'const at = Date.now()'],
  ],
})

const asyncKinds = new Set([
  ts.SyntaxKind.AsyncKeyword,
  ts.SyntaxKind.AwaitExpression,
  ts.SyntaxKind.AwaitKeyword,
])

const pureDomain = perFile({
  name: 'a domain is synchronous',
  applies: inDomain,
  check: (source) => {
    const complaints: Complaint[] = []
    visit(source, (node) => {
      const isPromise = ts.isIdentifier(node) && node.text === 'Promise' && isFree(node)
      if (asyncKinds.has(node.kind) || isPromise)
        complaints.push(complainAt(source, node, 'waits for something'))
    })
    return complaints
  },
  caught: [
    ['services/order/domain/order.ts', 'async function f() {}'],
    ['services/order/domain/order.ts', 'const f = async () => { await 1 }'],
    ['services/order/domain/order.ts', 'function f(): Promise<void> {}'],
    ['services/order/domain/order.ts', 'async function f(xs) { for await (const x of xs) {} }'],
  ],
  fine: [
    ['services/order/domain/order.ts', 'function* f() { yield 1 }'],
    ['services/order/domain/order.test.ts', 'async function f() {}'],
    ['services/order/use-cases/submit.ts', 'async function f() {}'],
  ],
})

const dialectCalls = new Set(['onConflict', 'onDuplicateKeyUpdate', 'returning', 'returningAll', 'ignore'])

function checkSql(source: Source): Complaint[] {
  const complaints: Complaint[] = []
  const complain = (node: ts.Node, what: string) => complaints.push(complainAt(source, node, what))
  visit(source, (node) => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { name } = node.expression
      if (dialectCalls.has(name.text))
        complain(name, `${name.text} differs between dialects: use the transaction's own`)
    }
    if (ts.isTaggedTemplateExpression(node) && /^sql\b/.test(node.tag.getText(source.tree)))
      complain(node, 'raw SQL')
  })
  return complaints
}

const oneSql = perFile({
  name: 'SQL that differs between the dialects is written only in kit/storage',
  applies: (source) => isCode(source) && !source.isTest && !source.path.startsWith('kit/storage/'),
  check: checkSql,
  caught: [
    ['services/order/store.ts', "tx.db.insertInto('a').values(b).onConflict((c) => c.doNothing())"],
    ['services/order/store.ts', "tx.db.insertInto('a').values(b).returning('id')"],
    ['kit/timers/rows.ts', 'const x = sql`now()`'],
    ['kit/timers/rows.ts', 'const x = sql<number>`now()`'],
  ],
  fine: [
    ['services/order/store.ts', "const returning = 'x'\ntx.upsert('a', row, ['id'], ['b'])"],
    ['kit/storage/dialect.ts', 'const x = sql`now()`'],
  ],
})

export const purityRules: readonly Rule[] = [noDoors, pureDomain, oneSql]
