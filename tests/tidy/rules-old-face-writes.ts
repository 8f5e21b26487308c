import ts from 'typescript'
import { perFile } from './rule.ts'
import { type Complaint, complainAt, type Source, visit } from './source.ts'

const folder = 'services/gateway/routes/old-face/'
const clients = new Set(['catalog', 'inventory', 'order', 'payment', 'push', 'report', 'user'])
const reading = /^(count|find|get|list|quote|search)[A-Z]/
/** What was read may say which thing is meant, and what is expected to be there still. */
const naming = /(^id|[iI]ds?|^item|^idempotencyKey)$|^expected[A-Z]/

type Rpc = ts.CallExpression & { readonly expression: ts.PropertyAccessExpression }

function isRpc(node: ts.Node): node is Rpc {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false
  const { expression } = node.expression
  return ts.isIdentifier(expression) && clients.has(expression.text)
}

const isRead = (node: ts.Node) => isRpc(node) && reading.test(node.expression.name.text)
const isWrite = (node: ts.Node): node is Rpc => isRpc(node) && !isRead(node)

function isOldRoute(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && /^(oldRoute|route)$/.test(node.expression.getText())
}

function within<Node extends ts.Node>(node: ts.Node, is: (each: ts.Node) => each is Node): Node[] {
  const found: Node[] = is(node) ? [node] : []
  ts.forEachChild(node, (child) => {
    found.push(...within(child, is))
  })
  return found
}

/** The names a piece of code refers to, other than as what a thing has. */
function namesIn(node: ts.Node): string[] {
  if (ts.isIdentifier(node)) return [node.text]
  if (ts.isPropertyAccessExpression(node)) return namesIn(node.expression)
  if (ts.isPropertyAssignment(node)) return namesIn(node.initializer)
  const names: string[] = []
  ts.forEachChild(node, (child) => {
    names.push(...namesIn(child))
  })
  return names
}

/** Whether it comes from a service: it reads, or has a client read for it, or mentions what did. */
function comesFromRead(node: ts.Node, read: ReadonlySet<string>): boolean {
  const calls = within(node, ts.isCallExpression)
  const isAsked = ({ arguments: given }: ts.CallExpression) =>
    given.some((each) => ts.isIdentifier(each) && clients.has(each.text))
  return calls.some((call) => isRead(call) || isAsked(call)) || namesIn(node).some((name) => read.has(name))
}

function readNamesIn(unit: ts.Node): ReadonlySet<string> {
  const read = new Set<string>()
  for (const { name, initializer } of within(unit, ts.isVariableDeclaration)) {
    if (!initializer || !comesFromRead(initializer, read)) continue
    for (const bound of ts.isIdentifier(name) ? [name] : within(name, ts.isBindingElement)) {
      const { text } = 'text' in bound ? bound : { text: bound.name.getText() }
      read.add(text)
    }
  }
  return read
}

function writesBack(call: Rpc, read: ReadonlySet<string>): boolean {
  return call.arguments.some((given) => {
    if (!ts.isObjectLiteralExpression(given)) return comesFromRead(given, read)
    return given.properties.some((field) => {
      if (field.name && naming.test(field.name.getText())) return false
      return comesFromRead(field, read)
    })
  })
}

function checkWrites(source: Source): Complaint[] {
  const complaints: Complaint[] = []
  const inRoutes = new Set<ts.Node>()
  visit(source, (node) => {
    if (!isOldRoute(node)) return
    const writes = within(node, isWrite)
    for (const write of writes) inRoutes.add(write)
    for (const second of writes.slice(1)) complaints.push(complainAt(source, second, 'is a second write'))
    const read = readNamesIn(node)
    for (const write of writes.filter((each) => writesBack(each, read)))
      complaints.push(complainAt(source, write, 'writes back what was read'))
  })
  visit(source, (node) => {
    if (isWrite(node) && !inRoutes.has(node)) complaints.push(complainAt(source, node, 'hides a write'))
  })
  return complaints
}

const file = `${folder}dish.ts`
const routeThat = (asks: string) =>
  `const r = oldRoute('PUT /admin/dish', { asks: async (given) => ${asks} })`

/** Between two requests to a service somebody else may change what the first one saw or did. */
export const oneWrite = perFile({
  name: 'a route of the old face writes once, and nothing that it has read before',
  applies: ({ path, isTest }) => path.startsWith(folder) && !isTest,
  check: checkWrites,
  caught: [
    [
      file,
      routeThat('{ const { id } = await catalog.createDish(given); await catalog.setDishOnSale({ id }) }'),
    ],
    [
      file,
      routeThat('{ const { name } = await catalog.getDish(given); return catalog.updateDish({ id, name }) }'),
    ],
    [
      file,
      routeThat(
        '{ const before = await catalog.getDish(given)\n const fields = { ...before }\n' +
          'return catalog.updateDish({ dishId, fields }) }',
      ),
    ],
    [
      file,
      routeThat('{ const one = await findDish(catalog, id); return catalog.updateDish({ sort: one.sort }) }'),
    ],
    [file, routeThat('{ const one = await catalog.getDish(given); return catalog.updateDish(one) }')],
    [file, 'async function rename(catalog) { await catalog.updateDish({}) }'],
  ],
  fine: [
    [file, routeThat('catalog.updateDish({ dishId: given.id, fields: given })')],
    [file, routeThat('order.acceptOrder({ orderId: await idOf(order, given.id) })')],
    [
      file,
      routeThat(
        '{ const { cartVersion, amountFen } = await order.quoteCart(given)\n' +
          'return order.submitOrder({ idempotencyKey: String(cartVersion), expectedAmountFen: amountFen }) }',
      ),
    ],
    [file, routeThat('Promise.all([catalog.listDishes({}), catalog.listCategories({})])')],
    ['services/gateway/routes/dishes.ts', routeThat('{ catalog.createDish({}); catalog.deleteDish({}) }')],
  ],
})
