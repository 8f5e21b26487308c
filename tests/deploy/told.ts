import { loadConfig } from '#kit/config/load.ts'
import { settingsOf } from '#kit/config/schema.ts'
import { type Options, readOptions } from '../../host/options.ts'
import { type PlatformConfig, platformConfig } from '../../host/platform-config.ts'
import { definitions } from '../../host/services.ts'
import { storageConfig } from '../../host/storage-config.ts'
import { gatewayConfig } from '../../services/gateway/config.ts'

export type Environment = Readonly<Record<string, string>>

/** What a process of a deployment is told: its arguments and variables, and the values of `--platform`. */
export interface Told {
  readonly args: readonly string[]
  readonly env: Environment
  readonly platformFile: Readonly<Record<string, unknown>>
}

/** What the process makes of it; throws as the process itself would refuse to start. */
export function understood({ args, env, platformFile }: Told): {
  readonly options: Options
  readonly platform: PlatformConfig
} {
  const options = readOptions(args, env)
  const sources = { schema: platformConfig, prefix: 'platform', profile: platformFile, env }
  return { options, platform: loadConfig(sources).current }
}

/** Variables of ours that no schema knows. */
export function strangers(env: Environment): readonly string[] {
  const known = new Set([
    ...settingsOf(platformConfig, 'platform').map(({ variable }) => variable),
    ...settingsOf(storageConfig, 'storage').map(({ variable }) => variable),
    ...settingsOf(gatewayConfig, 'gateway').map(({ variable }) => variable),
    ...definitions.flatMap(({ name, config }) => settingsOf(config, name).map(({ variable }) => variable)),
  ])
  return Object.keys(env).filter((name) => name.startsWith('CANGQIONG_') && !known.has(name))
}

/** `host:port` of everything a process leans on. */
export function placesOf({ storage, events, cache, discovery, centre }: PlatformConfig): readonly string[] {
  return [storage, events, cache, discovery, centre].flatMap((address) => {
    const [, places] = address.split('://')
    return places === undefined ? [] : places.split(',').map((place) => place.slice(place.indexOf('@') + 1))
  })
}
