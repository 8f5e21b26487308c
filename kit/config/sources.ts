import type { Setting } from './schema.ts'
import { isTree, type Tree, valueAt } from './tree.ts'

/** A value that a source gives for a setting. */
export interface Given {
  readonly setting: Setting
  readonly value: unknown
  readonly source: string
}

/** What one source holds, by key, and what is wrong with it. */
export interface Found {
  readonly given: readonly (readonly [string, Given])[]
  readonly complaints: readonly string[]
}

/** Reads a section of the file, or the profile. */
export function fromTree(tree: Tree, settings: readonly Setting[], source: string): Found {
  const given = settings.flatMap((setting) => {
    const value = valueAt(tree, setting.path)
    return value === undefined ? [] : [[setting.key, { setting, value, source }] as const]
  })
  const complaints = strangers(tree, settings, []).map((key) => `${key}: no such key (from ${source})`)
  return { given, complaints }
}

/** Reads the variables of one service. */
export function fromEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  settings: readonly Setting[],
  prefix: string,
): Found {
  const complaints: string[] = []
  const given = settings.flatMap((setting) => {
    const text = env[setting.variable]
    if (text === undefined) return []
    const source = `environment ${setting.variable}`
    const value = readText(text, setting)
    if (value !== undefined) return [[setting.key, { setting, value, source }] as const]
    const shown = setting.secret ? '' : `, got ${JSON.stringify(text)}`
    complaints.push(`${setting.key}: expected ${setting.kind}${shown} (from ${source})`)
    return []
  })
  const known = new Set(settings.map((setting) => setting.variable))
  const beginning = `CANGQIONG_${prefix.replaceAll('-', '_').toUpperCase()}_`
  for (const name of Object.keys(env)) {
    if (name.startsWith(beginning) && !known.has(name))
      complaints.push(`${name}: no such key (from environment)`)
  }
  return { given, complaints }
}

/** The keys of a tree that no setting has. */
function strangers(tree: Tree, settings: readonly Setting[], above: readonly string[]): string[] {
  return Object.entries(tree).flatMap(([name, value]) => {
    const path = [...above, name]
    const key = path.join('.')
    if (settings.some((setting) => setting.key === key)) return []
    const leads = settings.some((setting) => setting.key.startsWith(`${key}.`))
    return leads && isTree(value) ? strangers(value, settings, path) : [key]
  })
}

/** The value that a variable's text stands for; undefined where it is not of the kind. */
function readText(text: string, { kind }: Setting): unknown {
  if (kind === 'text') return text
  if (kind === 'number') return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined
  if (kind === 'boolean') return { true: true, 1: true, false: false, 0: false }[text]
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
