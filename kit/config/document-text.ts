import { createHash } from 'node:crypto'
import type { CentreDocument } from './centre.ts'
import { isTree, type Tree, valueAt, withoutValue, withValue } from './tree.ts'

/** Who changed a value, and when (ms). */
export interface Changed {
  readonly by: string
  readonly at: number
}

/** A document that was understood: the values of each service by its name, and who changed them. */
export interface ConfigDocument extends Changed {
  readonly version: string
  readonly sections: Readonly<Record<string, Tree>>
  /** Who changed this value last; undefined where nobody did. */
  changeOf(service: string, path: readonly string[]): Changed | undefined
}

/** A value to write into a section; `null` takes it out. */
export interface Change {
  readonly service: string
  /** Keys parted by dots: `breaker.openMs`. */
  readonly key: string
  readonly value: unknown
}

/** The section that says who changed what: no service is called that. */
const changesName = '$changes'

/** What stands there by `order.payWindowMs`; of no use once somebody else has written another value. */
interface Remembered extends Changed {
  readonly digest: string
}

/** Understands a document; throws an Error that says what is wrong with it. */
export function readDocument({ text, version, by, at }: CentreDocument): ConfigDocument {
  const whole = treeOf(text)
  const { [changesName]: remembered = {}, ...sections } = whole
  for (const [name, section] of Object.entries(sections))
    if (!isTree(section)) throw new Error(`${name} is not a map of values`)
  return {
    ...{ version, by, at },
    sections: sections as Readonly<Record<string, Tree>>,
    changeOf(service, path) {
      const value = valueAt(whole, [service, ...path])
      const known = valueAt(whole, [changesName, [service, ...path].join('.')])
      if (isRemembered(known) && known.digest === digestOf(value)) return { by: known.by, at: known.at }
      return value === undefined || !isTree(remembered) ? undefined : { by, at }
    },
  }
}

/** The text with some values changed by somebody; what others wrote by hand keeps who wrote it, and when. */
export function changedText(
  before: CentreDocument | null,
  changes: readonly Change[],
  { by, at }: Changed,
): string {
  let whole = before === null ? {} : treeOf(before.text)
  const remember = (key: string, value: unknown, who: Changed) => {
    const remembered: Remembered = { ...who, digest: digestOf(value) }
    whole = withValue(whole, [changesName, key], remembered)
  }
  if (before !== null) {
    const { sections, changeOf } = readDocument(before)
    for (const [path, value] of leavesOf(sections, []))
      remember(path.join('.'), value, changeOf(path[0] ?? '', path.slice(1)) ?? before)
  }
  for (const { service, key, value: given } of changes) {
    const value = given ?? undefined
    const path = [service, ...key.split('.')]
    whole = value === undefined ? withoutValue(whole, path) : withValue(whole, path, value)
    remember(path.join('.'), value, { by, at })
  }
  return `${JSON.stringify(whole, null, 2)}\n`
}

function treeOf(text: string): Tree {
  const whole: unknown = JSON.parse(text)
  if (!isTree(whole)) throw new Error('it is not a map of sections')
  return whole
}

function* leavesOf(tree: Tree, above: readonly string[]): Iterable<readonly [readonly string[], unknown]> {
  for (const [name, value] of Object.entries(tree)) {
    const path = [...above, name]
    if (isTree(value)) yield* leavesOf(value, path)
    else yield [path, value]
  }
}

function isRemembered(found: unknown): found is Remembered {
  const { by, at, digest } = (isTree(found) ? found : {}) as Partial<Remembered>
  return typeof by === 'string' && typeof at === 'number' && typeof digest === 'string'
}

/** Tells whether a value is still the one somebody wrote; a digest, because it may be a secret. */
function digestOf(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value) ?? '')
    .digest('hex')
    .slice(0, 16)
}
