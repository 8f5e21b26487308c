import type { ZodType } from 'zod'
import type { ConfigDocument } from './document-text.ts'
import type { Setting } from './schema.ts'
import { fromEnvironment, fromTree, type Given } from './sources.ts'
import { freezeDeeply, type Tree, withValue } from './tree.ts'

/** Where a value in force comes from. */
export interface Origin {
  /** `default`, `profile`, the name of the document (`file PATH`) or `environment VARIABLE`. */
  readonly source: string
  /** The version of the document that it follows; empty where the document says nothing of it. */
  readonly version: string
  /** Who changed it in the document; empty where nobody did. */
  readonly changedBy: string
  /** When, ms since the epoch; 0 where nobody did. */
  readonly changedAt: number
}

/** The values of one service, frozen, and the origin of each by key. */
export interface Resolved {
  readonly tree: Tree
  readonly origins: ReadonlyMap<string, Origin>
}

/** What is wrong with the values given; every line names a key, what was expected and where it came from. */
export interface Complaints {
  readonly complaints: readonly string[]
}

/** What there is to resolve; a later one wins: the schema's default, `profile`, `document`, `env`. */
export interface Layers {
  readonly schema: ZodType
  readonly prefix: string
  readonly settings: readonly Setting[]
  readonly profile: Tree
  readonly document: ConfigDocument | null
  readonly documentName: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Lays the sources over each other and parses what comes out. */
export function resolve(layers: Layers): Resolved | Complaints {
  const { schema, prefix, settings, profile, document, documentName, env } = layers
  const section = document?.sections[prefix] ?? {}
  const found = [
    fromTree(profile, settings, 'profile'),
    fromTree(section, settings, documentName),
    fromEnvironment(env, settings, prefix),
  ]
  const given = new Map(found.flatMap((source) => source.given))
  const raw = [...given.values()].reduce<Tree>(
    (tree, one) => withValue(tree, one.setting.path, one.value),
    {},
  )
  const parsed = schema.safeParse(raw, { reportInput: true })
  const complaints = found.flatMap((source) => source.complaints)
  for (const issue of parsed.error?.issues ?? []) complaints.push(wordIssue(issue, given))
  if (complaints.length > 0 || !parsed.success) return { complaints }
  const origins = settings.map((setting) => [setting.key, originOf(setting, given, layers)] as const)
  return { tree: freezeDeeply(parsed.data as Tree), origins: new Map(origins) }
}

interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

function wordIssue({ path, message }: Issue, given: ReadonlyMap<string, Given>): string {
  const key = path.join('.')
  const one = given.get(key) ?? given.get(String(path[0]))
  const shown = one && !one.setting.secret ? `, got ${JSON.stringify(one.value)}` : ''
  return `${key}: ${message}${shown} (from ${one?.source ?? 'nowhere: it has no default'})`
}

/** Who takes a value out of the document changes it, too; what the environment sets no document changes. */
function originOf(
  { key, path, variable }: Setting,
  given: ReadonlyMap<string, Given>,
  { prefix, document, env }: Layers,
): Origin {
  const source = given.get(key)?.source ?? 'default'
  const changed = env[variable] === undefined ? document?.changeOf(prefix, path) : undefined
  if (!document || !changed) return { source, version: '', changedBy: '', changedAt: 0 }
  return { source, version: document.version, changedBy: changed.by, changedAt: changed.at }
}
