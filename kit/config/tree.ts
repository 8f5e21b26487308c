/** Values by key, nested as in the schema. */
export type Tree = Readonly<Record<string, unknown>>

/** Whether a value is a map rather than a list or a scalar. */
export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value at a path; undefined where there is none. */
export function valueAt(tree: Tree, path: readonly string[]): unknown {
  return path.reduce<unknown>((below, name) => (isTree(below) ? below[name] : undefined), tree)
}

/** The same tree with one value put at a path; nothing given is changed. */
export function withValue(tree: Tree, path: readonly string[], value: unknown): Tree {
  const [name, ...rest] = path
  if (name === undefined) return tree
  const below = tree[name]
  return { ...tree, [name]: rest.length === 0 ? value : withValue(isTree(below) ? below : {}, rest, value) }
}

/** The same tree with nothing at a path; nothing given is changed. */
export function withoutValue(tree: Tree, path: readonly string[]): Tree {
  const [name, ...rest] = path
  if (name === undefined || !(name in tree)) return tree
  const { [name]: below, ...others } = tree
  if (rest.length === 0) return others
  return isTree(below) ? { ...tree, [name]: withoutValue(below, rest) } : tree
}

/** Freezes a value and all below it. */
export function freezeDeeply<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) freezeDeeply(inner)
    Object.freeze(value)
  }
  return value
}
