import { loadConfig } from '#kit/config/load.ts'
import type { HttpServer } from '#kit/http/server.ts'
import { decodeEvent } from '#kit/messaging/decode.ts'
import { gatewayConfig } from '../services/gateway/config.ts'
import { createGateway } from '../services/gateway/service.ts'
import type { Assembled } from './assemble.ts'
import type { Options } from './options.ts'
import type { Profile } from './profiles/profile.ts'

/**
 * Puts the gateway before the services of this process; it starts last, so that whoever is let in is served.
 */
export async function addGateway(
  options: Options,
  profile: Profile,
  assembled: Assembled,
): Promise<HttpServer> {
  const { lifecycle, around, adapters } = assembled
  const log = around.log.with({ service: 'gateway' })
  const config = loadConfig({
    schema: gatewayConfig,
    prefix: 'gateway',
    profile: { ...profile.services.gateway, host: options.host, port: options.port },
    env: process.env,
    ...(options.configFile === undefined ? {} : { file: options.configFile }),
    clock: around.clock,
    log,
  })
  const gateway = createGateway({ ...around, log, readiness: () => lifecycle.ready() }, config)
  for (const { event, see } of gateway.watches)
    await adapters.bus.watch([event.typeName], ({ payload }) => see(decodeEvent(event, payload)))
  lifecycle.add({ name: 'gateway configuration', stop: () => config.stop() })
  for (const part of gateway.parts) lifecycle.add(part)
  return gateway.http
}
