import type { ConfigService } from '../../contracts/gen/cangqiong/kit/v1/config_pb.js'
import { Fault } from '../fault.ts'
import type { Handlers } from '../rpc/service.ts'
import type { LiveDocument } from './document.ts'
import type { LoadedConfig } from './load.ts'
import type { Wish } from './wishes.ts'

export interface ConfigHandlersNeeds {
  /** Names this process among all. */
  readonly instanceId: string
  readonly document: Pick<LiveDocument, 'name' | 'current'>
  /** The configuration of each service that runs here, by its name; may still grow. */
  readonly configs: ReadonlyMap<string, Pick<LoadedConfig<unknown>, 'describe' | 'check'>>
}

/** What a process answers about the configuration it runs on; secrets never leave it. */
export function configHandlers(needs: ConfigHandlersNeeds): Handlers<typeof ConfigService> {
  const { instanceId, document, configs } = needs
  return {
    async describeConfig() {
      const services = [...configs].map(([service, config]) => ({ service, settings: config.describe() }))
      return { instanceId, centre: document.name, version: document.current?.version ?? '', services }
    },
    async checkConfig({ changes }) {
      for (const [service, ofService] of Map.groupBy(changes, (change) => change.service)) {
        const config = configs.get(service)
        if (!config) throw new Fault('missing', 'CONFIG_KEY_MISSING', `${service} does not run here`)
        config.check(ofService.map(wishOf))
      }
      return {}
    },
  }
}

function wishOf({ service, key, value }: { service: string; key: string; value: string }): Wish {
  try {
    return { key, value: JSON.parse(value) }
  } catch (cause) {
    throw new Fault('invalid', 'CONFIG_VALUE_INVALID', `${service}.${key} is not JSON`, { cause })
  }
}
