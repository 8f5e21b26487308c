import { readFileSync } from 'node:fs'
import type { ZodType } from 'zod'
import { type Clock, systemClock } from '../clock.ts'
import { type Log, silentLog } from '../telemetry/log.ts'
import type { Live } from './config.ts'
import { type Setting, settingsOf } from './schema.ts'
import { fromEnvironment, fromTree, type Given } from './sources.ts'
import { freezeDeeply, type Tree, valueAt, withValue } from './tree.ts'
import { watchFile } from './watch.ts'

/**
 * Where a configuration comes from. A later source wins: the schema's default, `profile`, `file`, `env`.
 *
 * In the file every service has a section of its name: `{"order": {"payWindowMs": 900000}}`. In the
 * environment the same value is CANGQIONG_ORDER_PAY_WINDOW_MS: CANGQIONG, the service, the key, words parted
 * by underscores; lists and maps are written as JSON. A key that the schema does not know is refused in both.
 */
export interface ConfigSources<T> {
  /** An object schema. */
  readonly schema: ZodType<T>
  /** The service's name: the section in the file and the beginning of the variables. */
  readonly prefix: string
  /** Values of the host's profile. */
  readonly profile?: Tree
  /** Path of a JSON file, watched while running. */
  readonly file?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly clock?: Clock
  readonly log?: Log
}

/** One line of `describe()`. */
export interface Described {
  readonly key: string
  /** As JSON; `***` where it is secret. */
  readonly value: string
  /** `default`, `profile`, `file PATH` or `environment VARIABLE`. */
  readonly source: string
  readonly live: boolean
}

/** A configuration as it was loaded, with where it came from. */
export interface LoadedConfig<T> extends Live<T> {
  describe(): readonly Described[]
  /** Reads the file again, as its watcher does; answers whether a value changed. */
  reload(): boolean
  /** Stops watching. */
  stop(): Promise<void>
}

/**
 * A configuration that cannot be used. The message names every key, what it should be and where it came from.
 */
export class ConfigRefused extends Error {
  override readonly name = 'ConfigRefused'
}

interface Loaded {
  readonly tree: Tree
  readonly given: ReadonlyMap<string, Given>
}

/**
 * Parses all sources; throws ConfigRefused before anything starts. Live values follow the file from then on.
 */
export function loadConfig<T>(sources: ConfigSources<T>): LoadedConfig<T> {
  const { file, prefix, clock = systemClock, log = silentLog } = sources
  const settings = settingsOf(sources.schema, prefix)
  const hearers = new Set<(now: T, before: T) => void>()
  let loaded = load(sources, settings)

  function reload(): boolean {
    const before = loaded
    try {
      loaded = takeLive(before, load(sources, settings), settings, (message) => log.warn(message, { prefix }))
    } catch (error) {
      log.error('a changed configuration was refused; the running one stays', { prefix, error })
    }
    if (loaded === before) return false
    log.info('the configuration changed', { prefix })
    for (const hear of hearers) hear(loaded.tree as T, before.tree as T)
    return true
  }

  const unwatch = file === undefined ? () => undefined : watchFile(file, clock, () => void reload())
  return {
    get current() {
      return loaded.tree as T
    },
    onChange(hear) {
      hearers.add(hear)
      return () => void hearers.delete(hear)
    },
    describe: () => settings.map((setting) => describeOne(setting, loaded)),
    reload,
    stop: async () => unwatch(),
  }
}

function load(sources: ConfigSources<unknown>, settings: readonly Setting[]): Loaded {
  const { prefix, profile = {}, file, env = {}, schema } = sources
  const found = [fromTree(profile, settings, 'profile'), fromEnvironment(env, settings, prefix)]
  if (file !== undefined) found.splice(1, 0, fromTree(sectionOf(file, prefix), settings, `file ${file}`))

  const given = new Map(found.flatMap((source) => source.given))
  const complaints = found.flatMap((source) => source.complaints)
  const raw = [...given.values()].reduce<Tree>(
    (tree, one) => withValue(tree, one.setting.path, one.value),
    {},
  )
  const parsed = schema.safeParse(raw, { reportInput: true })
  for (const issue of parsed.error?.issues ?? []) {
    const key = issue.path.join('.')
    const one = given.get(key) ?? given.get(String(issue.path[0]))
    const shown = one && !one.setting.secret ? `, got ${JSON.stringify(one.value)}` : ''
    complaints.push(`${key}: ${issue.message}${shown} (from ${one?.source ?? 'nowhere: it has no default'})`)
  }
  if (complaints.length > 0 || !parsed.success) {
    throw new ConfigRefused(`The configuration of ${prefix} is refused:\n  ${complaints.join('\n  ')}`)
  }
  return { tree: freezeDeeply(parsed.data as Tree), given }
}

function sectionOf(file: string, prefix: string): Tree {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Tree>)[prefix] ?? {}
  } catch (cause) {
    throw new ConfigRefused(`The configuration file ${file} cannot be read: ${String(cause)}`, { cause })
  }
}

/** Takes over what is live; a change of anything else waits for the restart and says so. */
function takeLive(
  before: Loaded,
  now: Loaded,
  settings: readonly Setting[],
  warn: (message: string) => void,
): Loaded {
  let { tree } = before
  const given = new Map(before.given)
  for (const setting of settings) {
    const value = valueAt(now.tree, setting.path)
    if (JSON.stringify(value) === JSON.stringify(valueAt(before.tree, setting.path))) continue
    if (!setting.live) {
      warn(`${setting.key} cannot change while running; restart to use the new value`)
      continue
    }
    tree = withValue(tree, setting.path, value)
    const source = now.given.get(setting.key)
    if (source) given.set(setting.key, source)
    else given.delete(setting.key)
  }
  return tree === before.tree ? before : { tree: freezeDeeply(tree), given }
}

function describeOne({ key, path, secret, live }: Setting, { tree, given }: Loaded): Described {
  const value = secret ? '***' : (JSON.stringify(valueAt(tree, path)) ?? 'unset')
  return { key, value, source: given.get(key)?.source ?? 'default', live }
}
