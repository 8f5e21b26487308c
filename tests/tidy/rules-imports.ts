import { builtinModules } from 'node:module'
import { posix } from 'node:path'
import ts from 'typescript'
import { perFile, type Rule } from './rule.ts'
import { type Complaint, complainAt, isCode, type Source, visit } from './source.ts'

/** Something imported: a path of the project, a package, or a part of Node. */
export interface Target {
  readonly kind: 'project' | 'npm' | 'node'
  readonly name: string
}

/** Who may import what: the first zone that fits a path decides. */
interface Zone {
  readonly from: RegExp
  readonly mayImport: (target: Target, zone: RegExpExecArray) => boolean
}

const within = (target: Target, ...places: string[]) =>
  target.kind === 'project' &&
  places.some((place) => target.name === place || target.name.startsWith(`${place}/`))
const outside = ({ kind }: Target) => kind === 'npm' || kind === 'node'
/** Messages of other makers' protocols, which are no business of ours. */
const isWire = (target: Target) =>
  within(target, 'contracts/gen') && !within(target, 'contracts/gen/cangqiong')
const named = (target: Target, ...names: string[]) => names.some((name) => within(target, `kit/${name}.ts`))

const zones: readonly Zone[] = [
  {
    from: /^contracts\//,
    mayImport: (target) => within(target, 'contracts') || target.name.startsWith('@bufbuild/protobuf'),
  },
  {
    from: /^kit\//,
    mayImport: (target) =>
      outside(target) || within(target, 'kit', 'contracts/gen/cangqiong/kit') || isWire(target),
  },
  { from: /^simulators\//, mayImport: (target) => outside(target) || within(target, 'kit', 'simulators') },
  {
    from: /^(services\/[^/]+)\/domain\//,
    mayImport: (target, [, service]) =>
      within(target, `${service}/domain`) || named(target, 'fault', 'assert'),
  },
  {
    from: /^(services\/[^/]+)\/use-cases\//,
    mayImport: (target, [, service]) =>
      within(target, `${service}/domain`, `${service}/use-cases`, `${service}/ports.ts`) ||
      named(target, 'fault', 'assert', 'clock', 'ids'),
  },
  {
    // A translation knows the contracts and how requests are read, and nothing of what stands behind them.
    from: /^(services\/gateway\/routes\/old-face)\//,
    mayImport: (target, [, folder = '']) =>
      target.name === 'zod' ||
      within(target, folder, 'contracts', 'kit') ||
      within(target, 'services/gateway/http.ts', 'services/gateway/clients.ts'),
  },
  {
    from: /^(services\/[^/]+)\//,
    mayImport: (target, [, service = '']) =>
      target.kind === 'npm' || within(target, service, 'contracts', 'kit'),
  },
  { from: /^host\//, mayImport: (target) => !within(target, 'tests', 'bench') },
  {
    from: /^(apps\/[^/]+)\//,
    mayImport: (target, [, app = '']) => outside(target) || within(target, app, 'apps/web'),
  },
]

/** What a specifier written in `path` means. */
export function targetOf(path: string, specifier: string): Target {
  if (specifier.startsWith('.')) {
    return { kind: 'project', name: posix.normalize(posix.join(posix.dirname(path), specifier)) }
  }
  if (specifier.startsWith('#')) return { kind: 'project', name: specifier.slice(1) }
  const isNode = specifier.startsWith('node:') || builtinModules.includes(specifier)
  return { kind: isNode ? 'node' : 'npm', name: specifier }
}

/** Every module that a file names, with the node that names it. */
export function importsOf(source: Source): { readonly specifier: string; readonly node: ts.Node }[] {
  const found: { specifier: string; node: ts.Node }[] = []
  visit(source, (node) => {
    const name = nameOfModule(node)
    if (name && ts.isStringLiteralLike(name)) found.push({ specifier: name.text, node })
  })
  return found
}

function nameOfModule(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier
  if (ts.isImportTypeNode(node))
    return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined
  const isImport = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
  return isImport ? node.arguments[0] : undefined
}

function checkImports(source: Source): Complaint[] {
  const zone = zones.find(({ from }) => from.test(source.path))
  const match = zone?.from.exec(source.path)
  if (!zone || !match) return []
  return importsOf(source)
    .filter(({ specifier }) => !zone.mayImport(targetOf(source.path, specifier), match))
    .map(({ specifier, node }) => complainAt(source, node, `may not import ${specifier}`))
}

const importTable = perFile({
  name: 'everyone imports only what the import table of DESIGN §2 allows',
  applies: (source) => !source.isTest && /\.(ts|mjs|js)$/.test(source.path),
  check: checkImports,
  caught: [
    ['services/order/domain/order.ts', "import { z } from 'zod'"],
    ['services/order/domain/order.ts', "import { systemClock } from '#kit/clock.ts'"],
    ['services/order/domain/order.ts', "import type { Store } from '../ports.ts'"],
    ['services/order/use-cases/submit-order.ts', "import { createStore } from '../store.ts'"],
    ['services/order/use-cases/submit-order.ts', "import { OrderSchema } from '#contracts/gen/x_pb.js'"],
    ['services/order/clients.ts', "import { priceOf } from '../catalog/domain/price.ts'"],
    ['services/gateway/routes/old-face/dish.ts', "import { createMenus } from '../../menus.ts'"],
    ['services/gateway/routes/old-face/dish.ts', "import { shapeOrder } from '../../shapes/order.ts'"],
    ['services/gateway/routes/old-face/dish.ts', "import { importJWK } from 'jose'"],
    ['services/order/store.ts', "import { readFileSync } from 'node:fs'"],
    ['services/order/store.ts', "const fs = await import('fs')"],
    ['services/order/store.ts', "import { serve } from '../../host/serve.ts'"],
    ['kit/rpc/client.ts', "import { orderService } from '../../services/order/service.ts'"],
    ['kit/rpc/client.ts', "type Order = import('#contracts/gen/cangqiong/order/v1/order_pb.js').Order"],
    ['simulators/wechat/pay.ts', "export { x } from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'"],
    ['host/start.ts', "import { bench } from '../bench/run.ts'"],
    ['apps/customer/main.ts', "import { x } from '../merchant/main.ts'"],
    ['contracts/gen/x_pb.js', "import { Fault } from '../../kit/fault.ts'"],
  ],
  fine: [
    [
      'services/order/domain/order.ts',
      "import { Fault } from '#kit/fault.ts'\nimport { a } from './cart.ts'",
    ],
    ['services/order/use-cases/submit-order.ts', "import type { Store } from '../ports.ts'"],
    [
      'services/gateway/routes/old-face/dish.ts',
      "import { z } from 'zod'\nimport { a } from '../../clients.ts'\nimport { id } from './input.ts'",
    ],
    ['services/order/store.test.ts', "import { readFileSync } from 'node:fs'"],
    ['kit/rpc/client.ts', "import { FaultKind } from '../../contracts/gen/cangqiong/kit/v1/fault_pb.js'"],
    ['apps/customer/main.ts', "import { yuan } from '../web/money.ts'\nimport { createApp } from 'vue'"],
  ],
})

const nobodyImportsTests = perFile({
  name: 'only tests import tests and fixtures',
  applies: (source) => isCode(source) && !source.isTest,
  check: (source) =>
    importsOf(source)
      .filter(({ specifier }) => /\.(test|fixture|suite)\.ts$/.test(specifier))
      .map(({ specifier, node }) => complainAt(source, node, `imports ${specifier}`)),
  caught: [
    ['kit/rpc/rpc.ts', "import { x } from './rpc.test.ts'"],
    ['kit/rpc/rpc.ts', "import { x } from './rpc.fixture.ts'"],
  ],
  fine: [['kit/rpc/rpc.test.ts', "import { x } from './rpc.fixture.ts'"]],
})

const namedFiles = perFile({
  name: 'an import names the very file, with its ending',
  applies: isCode,
  check: (source) =>
    importsOf(source)
      .filter(({ specifier }) => /^[.#]/.test(specifier) && !/\.(ts|js|mjs|json|vue|css)$/.test(specifier))
      .map(({ specifier, node }) => complainAt(source, node, `${specifier} has no ending`)),
  caught: [['kit/rpc/rpc.ts', "import { x } from './client'"]],
  fine: [['kit/rpc/rpc.ts', "import { x } from './client.ts'\nimport { y } from 'kysely'"]],
})

export const importRules: readonly Rule[] = [importTable, nobodyImportsTests, namedFiles]
