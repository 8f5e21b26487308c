import type { ZodType } from 'zod'
import { type Log, silentLog } from '../telemetry/log.ts'
import type { Live } from './config.ts'
import type { LiveDocument } from './document.ts'
import { ConfigRefused } from './refused.ts'
import { type Layers, type Origin, type Resolved, resolve } from './resolve.ts'
import { type Setting, settingsOf } from './schema.ts'
import { freezeDeeply, type Tree, valueAt, withValue } from './tree.ts'
import { checkWishes, type Wish } from './wishes.ts'

/**
 * Where a configuration comes from. A later source wins: the schema's default, `profile`, `document`, `env`.
 *
 * In the document every service has a section of its name: `{"order": {"payWindowMs": 900000}}`. In the
 * environment the same value is CANGQIONG_ORDER_PAY_WINDOW_MS: CANGQIONG, the service, the key, words parted
 * by underscores; lists and maps are written as JSON. A key that the schema does not know is refused in both.
 */
export interface ConfigSources<T> {
  /** An object schema. */
  readonly schema: ZodType<T>
  /** The service's name: the section in the document and the beginning of the variables. */
  readonly prefix: string
  /** Values of the host's profile. */
  readonly profile?: Tree
  /** Followed while running. */
  readonly document?: Pick<LiveDocument, 'name' | 'current' | 'onChange'>
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly log?: Log
}

/** One line of `describe()`. */
export interface Described extends Origin {
  readonly key: string
  /** As JSON; `***` where it is secret, `unset` where it has none. */
  readonly value: string
  /** Whether it may change while running. */
  readonly live: boolean
  readonly secret: boolean
}

/** A configuration as it was loaded, with where it came from. */
export interface LoadedConfig<T> extends Live<T> {
  describe(): readonly Described[]
  /**
   * Whether these values could be taken over while running; changes nothing. Throws a fault
   * CONFIG_KEY_MISSING, CONFIG_FIXED or CONFIG_VALUE_INVALID.
   */
  check(wishes: readonly Wish[]): void
  /** Stops following the document. */
  stop(): Promise<void>
}

/**
 * Parses all sources; throws ConfigRefused before anything starts. Live values follow the document from then
 * on.
 */
export function loadConfig<T>(sources: ConfigSources<T>): LoadedConfig<T> {
  const { schema, prefix, profile = {}, document, env = {}, log = silentLog } = sources
  const settings = settingsOf(schema, prefix)
  const hearers = new Set<(now: T, before: T) => void>()
  const layers = (): Layers => ({
    ...{ schema, prefix, settings, profile, env },
    document: document?.current ?? null,
    documentName: document?.name ?? '',
  })
  let loaded = resolvedOrRefused(layers())

  function follow(): void {
    const before = loaded
    try {
      const now = resolvedOrRefused(layers())
      loaded = takeLive(before, now, settings, (message) => log.warn(message, { prefix }))
    } catch (error) {
      log.error('a changed configuration was refused; the running one stays', { prefix, error })
    }
    if (loaded.tree === before.tree) return
    log.info('the configuration changed', { prefix })
    for (const hear of hearers) hear(loaded.tree as T, before.tree as T)
  }

  const unfollow = document?.onChange(follow)
  return {
    get current() {
      return loaded.tree as T
    },
    onChange(hear) {
      hearers.add(hear)
      return () => void hearers.delete(hear)
    },
    describe: () => settings.map((setting) => describeOne(setting, loaded)),
    check: (wishes) => checkWishes(wishes, layers()),
    stop: async () => unfollow?.(),
  }
}

function resolvedOrRefused(layers: Layers): Resolved {
  const found = resolve(layers)
  if ('tree' in found) return found
  throw new ConfigRefused(
    `The configuration of ${layers.prefix} is refused:\n  ${found.complaints.join('\n  ')}`,
  )
}

/** Takes over what is live; a change of anything else waits for the restart and says so. */
function takeLive(
  before: Resolved,
  now: Resolved,
  settings: readonly Setting[],
  warn: (message: string) => void,
): Resolved {
  let { tree } = before
  const origins = new Map(now.origins)
  for (const { key, path, live } of settings) {
    const value = valueAt(now.tree, path)
    if (JSON.stringify(value) === JSON.stringify(valueAt(before.tree, path))) continue
    if (live) {
      tree = withValue(tree, path, value)
      continue
    }
    warn(`${key} cannot change while running; restart to use the new value`)
    const origin = before.origins.get(key)
    if (origin) origins.set(key, origin)
  }
  return { tree: freezeDeeply(tree), origins }
}

function describeOne({ key, path, secret, live }: Setting, { tree, origins }: Resolved): Described {
  const value = secret ? '***' : (JSON.stringify(valueAt(tree, path)) ?? 'unset')
  const origin = origins.get(key) ?? { source: 'default', version: '', changedBy: '', changedAt: 0 }
  return { key, value, live, secret, ...origin }
}
