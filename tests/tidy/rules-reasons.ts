import type { DescEnum, DescFile } from '@bufbuild/protobuf'
import { getOption, hasOption } from '@bufbuild/protobuf'
import ts from 'typescript'
import { FaultKind, reason } from '#contracts/gen/cangqiong/kit/v1/fault_pb.js'
import type { Rule } from './rule.ts'
import { type Complaint, complainAt, isCode, type Source, visit } from './source.ts'

/** A refusal that a contract promises. */
export interface Declared {
  /** `order`, or `kit`. */
  readonly owner: string
  readonly code: string
  /** As `kit/fault.ts` spells it. */
  readonly kind: string
}

interface Thrown {
  readonly kind: string
  readonly code: string
  readonly node: ts.Node
}

/** All reasons in some generated files. */
export function declaredIn(files: readonly DescFile[]): Declared[] {
  return files.flatMap((file) => {
    const owner = file.proto.package.split('.')[1] ?? ''
    return file.enums.flatMap((desc) => reasonsOf(desc).map((one) => ({ owner, ...one })))
  })
}

function reasonsOf(desc: DescEnum): { code: string; kind: string }[] {
  return desc.values
    .filter((value) => hasOption(value, reason))
    .map((value) => ({ code: value.localName, kind: FaultKind[getOption(value, reason).kind].toLowerCase() }))
}

/** The faults a file makes whose kind and reason are written out. */
function thrownIn(source: Source): Thrown[] {
  const found: Thrown[] = []
  visit(source, (node) => {
    if (!ts.isNewExpression(node) || node.expression.getText(source.tree) !== 'Fault') return
    const [kind, code] = node.arguments ?? []
    if (!kind || !code || !ts.isStringLiteralLike(kind) || !ts.isStringLiteralLike(code)) return
    found.push({ kind: kind.text, code: code.text, node })
  })
  return found
}

/** Who a file speaks for: a service, or the kit. */
function ownerOf({ path }: Source): string | undefined {
  return /^services\/([^/]+)\//.exec(path)?.[1] ?? (path.startsWith('kit/') ? 'kit' : undefined)
}

const speaks = (source: Source) => isCode(source) && !source.isTest && ownerOf(source) !== undefined

/** The gateway has no contract: what it refuses is the kit's, or a service's handed on. */
const speaksForAll = (owner: string | undefined) => owner === 'gateway'

function checkThrown(source: Source, declared: readonly Declared[]): Complaint[] {
  const owner = ownerOf(source)
  const known = declared.filter((one) => one.owner === owner || one.owner === 'kit' || speaksForAll(owner))
  return thrownIn(source).flatMap(({ kind, code, node }) => {
    const same = known.filter((one) => one.code === code)
    if (same.length === 0)
      return [complainAt(source, node, `${code} is not declared in a contract of ${owner}`)]
    const isRightKind = same.some((one) => one.kind === kind)
    return isRightKind ? [] : [complainAt(source, node, `${code} is declared ${same[0]?.kind}, not ${kind}`)]
  })
}

/** What a file mentions as text: a reason may be thrown by way of a table or a function. */
function textsIn(source: Source): string[] {
  const texts: string[] = []
  visit(source, (node) => {
    if (ts.isStringLiteralLike(node)) texts.push(node.text)
  })
  return texts
}

/** Both directions, for the reasons given: what is thrown is declared, and what is declared is thrown. */
export function reasonRules(declared: readonly Declared[]): readonly Rule[] {
  return [
    {
      name: 'every fault has a reason that its contract declares, of the kind it declares',
      check: (sources) => sources.filter(speaks).flatMap((source) => checkThrown(source, declared)),
      caught: [
        ['services/order/domain/cart.ts', "throw new Fault('precondition', 'CART_HAUNTED', 'boo')"],
        ['services/order/domain/cart.ts', "throw new Fault('invalid', 'CART_EMPTY', 'of another kind')"],
        [
          'services/user/domain/session.ts',
          "throw new Fault('precondition', 'CART_EMPTY', 'of another service')",
        ],
        ['kit/rpc/client.ts', "throw new Fault('precondition', 'CART_EMPTY', 'business in the kit')"],
      ],
      fine: [
        [
          'services/order/domain/cart.ts',
          "throw new Fault('precondition', 'CART_EMPTY', 'the cart is empty')",
        ],
        ['services/order/domain/cart.ts', 'throw new Fault(kind, reason, message)'],
        ['services/order/cart.test.ts', "throw new Fault('precondition', 'CART_HAUNTED', 'boo')"],
      ],
    },
    {
      name: 'every reason that a contract declares is thrown somewhere in its service',
      check(sources) {
        const owners = new Set(sources.filter(speaks).map(ownerOf))
        const said = new Set(
          sources.filter(speaks).flatMap((one) => textsIn(one).map((text) => `${ownerOf(one)} ${text}`)),
        )
        return declared
          .filter(({ owner, code }) => owners.has(owner) && !said.has(`${owner} ${code}`))
          .map(({ owner, code }) => ({
            path: `contracts of ${owner}`,
            line: 1,
            message: `nobody throws ${code}`,
          }))
      },
      caught: [['services/order/domain/cart.ts', "refuse('CART_FULL')"]],
      fine: [],
    },
  ]
}
