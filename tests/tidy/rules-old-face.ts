import ts from 'typescript'
import { perFile, type Rule } from './rule.ts'
import { oneWrite } from './rules-old-face-writes.ts'
import { type Complaint, complainAt, type Source, visit } from './source.ts'

const folder = 'services/gateway/routes/old-face/'
/** What a translation may refuse by itself: what is not there and what cannot be read. */
const refusals = new Set(['missing', 'invalid'])
const arithmetic = new Set([
  ...[ts.SyntaxKind.PlusToken, ts.SyntaxKind.MinusToken, ts.SyntaxKind.AsteriskToken],
  ...[ts.SyntaxKind.SlashToken, ts.SyntaxKind.PercentToken],
])

function wrongIn(node: ts.Node): string | undefined {
  if (ts.isNewExpression(node) && /^(Fault|Refusal)$/.test(node.expression.getText())) {
    const [kind] = node.arguments ?? []
    const isFine = kind && ts.isStringLiteral(kind) && refusals.has(kind.text)
    if (!isFine) return 'refuses what a service has to judge'
  }
  if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.Const)) return 'keeps something'
  if (ts.isClassDeclaration(node)) return 'keeps something'
  if (ts.isBinaryExpression(node) && arithmetic.has(node.operatorToken.kind)) {
    if ([node.left, node.right].some((side) => /Fen$/.test(side.getText()))) return 'calculates with money'
  }
  return undefined
}

function checkRules(source: Source): Complaint[] {
  const complaints: Complaint[] = []
  visit(source, (node) => {
    const wrong = wrongIn(node)
    if (wrong) complaints.push(complainAt(source, node, wrong))
  })
  return complaints
}

const noRules = perFile({
  name: 'the old face only translates: it judges nothing, keeps nothing and calculates no money',
  // In one place fen become yuan, and a socket is kept as long as it is open.
  applies: ({ path, isTest }) => path.startsWith(folder) && !isTest && !/\/(wire|socket)\.ts$/.test(path),
  check: checkRules,
  caught: [
    [`${folder}order.ts`, "throw new Fault('precondition', 'SHOP_CLOSED', 'the shop is closed')"],
    [`${folder}order.ts`, "const f = () => new Fault(kind, 'SHOP_CLOSED', '')"],
    [`${folder}order.ts`, 'let last = 0'],
    [`${folder}order.ts`, 'class Carts {}'],
    [`${folder}order.ts`, 'const whole = line.unitPriceFen * line.quantity'],
    [`${folder}order.ts`, 'const whole = 600 + order.packingFeeFen'],
  ],
  fine: [
    [`${folder}order.ts`, "throw new Fault('missing', 'CATEGORY_MISSING', '')"],
    [`${folder}order.ts`, "throw new Refusal('invalid', 'PARAMETER_INVALID', '')"],
    [`${folder}order.ts`, 'const isBack = order.refundedFen >= order.amountFen'],
    [`${folder}wire.ts`, 'const yuan = amountFen / 100'],
    ['services/order/domain/pricing.ts', 'let sumFen = 0\nsumFen = sumFen + aFen'],
  ],
})

export const oldFaceRules: readonly Rule[] = [noRules, oneWrite]
