import type { Clock } from '#kit/clock.ts'
import type { Random } from '#kit/random.ts'
import type { Log } from '#kit/telemetry/log.ts'
import type { Merchant } from './merchant.ts'
import type { PlatformConfig } from './platform-config.ts'
import type { Profile } from './profiles/profile.ts'
import type { Topology } from './topology.ts'

/** What one process of the platform is made of. */
export interface Plan {
  readonly topology: Topology
  readonly platform: PlatformConfig
  readonly profile: Profile
  readonly merchant: Merchant
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** The file of a service's database on SQLite. */
  database(name: string): string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly configFile?: string
  readonly stallsFile: string | null
  readonly onFatal: () => void
}

/** Where configurations of this process come from, below the profile's values. */
export function sourcesOf({ env, configFile, clock, log }: Plan) {
  return { env, clock, log, ...(configFile === undefined ? {} : { file: configFile }) }
}
