import ts from 'typescript'
import type { Rule } from './rule.ts'
import { perFile } from './rule.ts'
import { type Complaint, complainAt, type Source } from './source.ts'

const foldersMax = 12
const emptyNames = new Set([
  'common',
  'shared',
  'utils',
  'util',
  'helpers',
  'helper',
  'lib',
  'base',
  'misc',
  'core',
])

const tellingFolders = perFile({
  name: 'a folder is a noun a newcomer can guess',
  applies: () => true,
  check: ({ path }) =>
    path
      .split('/')
      .slice(0, -1)
      .filter((folder) => emptyNames.has(folder))
      .map((folder) => ({ path, line: 1, message: `a folder called ${folder}` })),
  caught: [
    ['kit/utils/a.ts', ''],
    ['services/common/order/a.ts', ''],
  ],
  fine: [['kit/rpc/lib.ts', '']],
})

const fewFolders: Rule = {
  name: `the project has at most ${foldersMax} folders at the top`,
  check(sources) {
    const folders = new Set(
      sources.filter(({ path }) => path.includes('/')).map(({ path }) => path.split('/', 1)[0]),
    )
    const visible = [...folders].filter((folder) => !folder?.startsWith('.'))
    return visible.length > foldersMax ? [{ path: '.', line: 1, message: `has ${visible.join(', ')}` }] : []
  },
  caught: [],
  fine: [['a/b/c.ts', '']],
}

/** What stands inside a service, as DESIGN §2 lists it. */
const shape = new Set([
  ...[
    'README.md',
    'domain',
    'use-cases',
    'ports.ts',
    'store.ts',
    'store',
    'clients.ts',
    'rpc.ts',
    'events.ts',
  ],
  ...['timers.ts', 'jobs', 'migrations', 'service.ts', 'config.ts'],
])

/** What a service has beyond the shape, because its trade needs it. */
const beyond: Readonly<Record<string, readonly string[]>> = {
  // The gateway speaks HTTP instead of rpc: its routes, what they reshape, whom it believes, and
  // where it enters what staff ask for.
  gateway: [
    ...['http.ts', 'routes.ts', 'routes', 'shapes', 'sessions.ts', 'tokens.ts', 'reasons.ts'],
    ...['documents.ts', 'menus.ts', 'sold-out.ts', 'pages.ts', 'images.ts', 'start-page.ts'],
    ...['ledger.ts'],
  ],
  // The provider's protocol, behind the port `provider`.
  payment: ['wechat'],
  // Keys and hashing, behind ports of their own.
  user: ['passwords.ts', 'secrets.ts', 'tokens.ts'],
  // The menu as one cached buffer.
  catalog: ['menus.ts', 'messages.ts'],
  // Messages of the contract made from the domain's words, for rpc.ts and events.ts alike.
  order: ['messages.ts'],
  // Live streams waiting for news.
  push: ['bells.ts'],
}

const sameShape = perFile({
  name: 'every service has the same inner shape',
  applies: ({ path, isTest }) => path.startsWith('services/') && !isTest,
  check: ({ path }) => {
    const [, service = '', name = ''] = path.split('/')
    const isKnown = shape.has(name) || beyond[service]?.includes(name)
    return isKnown ? [] : [{ path, line: 1, message: `${name} is not part of a service's shape` }]
  },
  caught: [
    ['services/order/handlers/a.ts', ''],
    ['services/order/wechat/a.ts', ''],
    ['services/order/helper.ts', ''],
  ],
  fine: [
    ['services/order/domain/a.ts', ''],
    ['services/order/order.test.ts', ''],
    ['services/payment/wechat/a.ts', ''],
  ],
})

const introduced: Rule = {
  name: 'every service introduces itself in a README of at most 20 lines',
  check(sources) {
    const services = new Set(sources.flatMap(({ path }) => /^services\/[^/]+(?=\/)/.exec(path) ?? []))
    return [...services].flatMap((service): Complaint[] => {
      const readme = sources.find(({ path }) => path === `${service}/README.md`)
      if (!readme) return [{ path: service, line: 1, message: 'has no README.md' }]
      const count = readme.text.trimEnd().split('\n').length
      return count > 20 ? [{ path: readme.path, line: 1, message: `has ${count} lines` }] : []
    })
  },
  caught: [
    ['services/order/service.ts', ''],
    ['services/order/README.md', 'x\n'.repeat(21)],
  ],
  fine: [['services/order/README.md', 'owns · answers · announces · listens · needs']],
}

/** submit-order.ts → submitOrder */
function verbOf(path: string): string {
  const file = path.split('/').at(-1)?.replace(/\.ts$/, '') ?? ''
  return file.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

/** The functions a file exports, declared or assigned. */
function exportedFunctions({ tree }: Source): { readonly name: string; readonly node: ts.Node }[] {
  return tree.statements.flatMap((statement): { name: string; node: ts.Node }[] => {
    const isExported = ts.canHaveModifiers(statement)
      ? ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
      : false
    if (!isExported) return []
    if (ts.isFunctionDeclaration(statement)) return [{ name: statement.name?.text ?? '', node: statement }]
    if (!ts.isVariableStatement(statement)) return []
    return statement.declarationList.declarations
      .filter(({ initializer }) => initializer && ts.isFunctionLike(initializer))
      .map((node) => ({ name: node.name.getText(tree), node }))
  })
}

const oneVerb = perFile({
  name: 'a use case is one verb: its file exports the function of its name and no other',
  applies: ({ path, isTest }) => /^services\/[^/]+\/use-cases\//.test(path) && !isTest,
  check: (source) => {
    const verb = verbOf(source.path)
    const exported = exportedFunctions(source)
    const others = exported
      .filter(({ name }) => name !== verb)
      .map(({ name, node }) => complainAt(source, node, `exports ${name}, not only ${verb}`))
    const isThere = exported.some(({ name }) => name === verb)
    return isThere ? others : [...others, { path: source.path, line: 1, message: `does not export ${verb}` }]
  },
  caught: [
    ['services/order/use-cases/submit-order.ts', 'export function placeOrder() {}'],
    [
      'services/order/use-cases/submit-order.ts',
      'export function submitOrder() {}\nexport const f = () => 1',
    ],
    ['services/order/use-cases/submit-order.ts', 'function submitOrder() {}'],
  ],
  fine: [
    [
      'services/order/use-cases/submit-order.ts',
      'export async function submitOrder() {}\nexport interface A {}',
    ],
    ['services/order/use-cases/orders.test.ts', ''],
  ],
})

export const shapeRules: readonly Rule[] = [tellingFolders, fewFolders, sameShape, introduced, oneVerb]
