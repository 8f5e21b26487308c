import type { ZodType } from 'zod'
import { ConfigService } from '#contracts/gen/cangqiong/kit/v1/config_pb.js'
import { type LiveDocument, type OpenCentreNeeds, openCentre } from '#kit/config/document.ts'
import { type LoadedConfig, loadConfig } from '#kit/config/load.ts'
import { configHandlers } from '#kit/config/rpc.ts'
import { type Served, serve } from '#kit/rpc/service.ts'
import type { Log } from '#kit/telemetry/log.ts'
import type { Values } from './profiles/profile.ts'

/** The configuration of a process: one document, and what each service makes of it. */
export interface ProcessConfiguration {
  readonly document: LiveDocument
  /** Loads what a service of this process runs on; `values` are its profile's. Throws ConfigRefused. */
  load<T>(service: string, schema: ZodType<T>, values?: Values, log?: Log): LoadedConfig<T>
  /** What this process answers about it. */
  readonly serves: readonly Served[]
  stop(): Promise<void>
}

export interface ConfigurationNeeds extends OpenCentreNeeds {
  /** Of this process, unique for ever. */
  readonly id: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Opens the document for all services of this process. Throws ConfigRefused. */
export async function openConfiguration(needs: ConfigurationNeeds): Promise<ProcessConfiguration> {
  const { id: instanceId, env } = needs
  const document = await openCentre(needs)
  const configs = new Map<string, LoadedConfig<unknown>>()
  return {
    document,
    load(service, schema, values = {}, log = needs.log) {
      const config = loadConfig({ schema, prefix: service, profile: values, document, env, log })
      configs.set(service, config)
      return config
    },
    serves: [serve(ConfigService, configHandlers({ instanceId, document, configs }))],
    async stop() {
      await Promise.all([...configs.values()].map((config) => config.stop()))
      await document.stop()
    },
  }
}
