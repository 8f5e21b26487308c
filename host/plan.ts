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
  /** The document of the configuration, where it is a file. */
  readonly configFile?: string
  /** Where the last good document of a configuration centre is kept. */
  readonly lastGoodFile?: string
  readonly stallsFile: string | null
  readonly onFatal: () => void
}
