import type { ZodType } from 'zod'
import { marksOf } from './config.ts'

/** One value of a schema: a leaf of its objects. */
export interface Setting {
  /** `payWindowMs`, or `breaker.openMs` inside an object. */
  readonly key: string
  readonly path: readonly string[]
  /** CANGQIONG_ORDER_PAY_WINDOW_MS: prefix, then the key with words parted by underscores. */
  readonly variable: string
  readonly kind: SettingKind
  readonly live: boolean
  readonly secret: boolean
}

/** How the text of an environment variable is read. */
export type SettingKind = 'text' | 'number' | 'boolean' | 'JSON'

/** A schema by its definition, as far as it is looked into. */
interface Node {
  readonly def: {
    readonly type: string
    readonly innerType?: Node
    readonly in?: Node
    readonly out?: Node
    readonly options?: readonly Node[]
  }
  readonly shape?: Readonly<Record<string, Node>>
}

const kindOfType: Readonly<Record<string, SettingKind>> = {
  number: 'number',
  int: 'number',
  boolean: 'boolean',
  string: 'text',
  enum: 'text',
  literal: 'text',
}

/** All values of a schema, in its order. `prefix` is the service's name. */
export function settingsOf(schema: ZodType, prefix: string): Setting[] {
  return settingsBelow(schema as unknown as Node, { path: [], live: false, secret: false }, prefix)
}

type Above = Pick<Setting, 'path' | 'live' | 'secret'>

/** A mark on an object counts for all that is in it. */
function settingsBelow(node: Node, above: Above, prefix: string): Setting[] {
  const { core, ...marks } = unwrap(node)
  const { path } = above
  const live = above.live || marks.live
  const secret = above.secret || marks.secret
  if (core.shape) {
    return Object.entries(core.shape).flatMap(([name, inner]) =>
      settingsBelow(inner, { path: [...path, name], live, secret }, prefix),
    )
  }
  const variable = ['cangqiong', prefix, ...path].map(wordsOf).join('_').toUpperCase()
  return [{ key: path.join('.'), path, variable, kind: kindOf(core), live, secret }]
}

/** One of several things is read as what all of them are. */
function kindOf({ def }: Node): SettingKind {
  const [first, ...others] = (def.options ?? []).map((option) => kindOf(unwrap(option).core))
  if (first === undefined) return kindOfType[def.type] ?? 'JSON'
  return others.every((kind) => kind === first) ? first : 'JSON'
}

/** Looks through defaults, optionals and pipes; a mark on any of the layers counts. */
function unwrap(node: Node): { core: Node; live: boolean; secret: boolean } {
  const { live = false, secret = false } = marksOf(node as unknown as ZodType)
  const inner = node.def.innerType ?? (node.def.in?.def.type === 'transform' ? node.def.out : node.def.in)
  if (!inner) return { core: node, live, secret }
  const below = unwrap(inner)
  return { core: below.core, live: live || below.live, secret: secret || below.secret }
}

/** payWindowMs → pay_Window_Ms, wechat-pay → wechat_pay. */
function wordsOf(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll('-', '_')
}
