import { ConfigService } from '#contracts/gen/cangqiong/kit/v1/config_pb.js'
import type { HttpServer } from '#kit/http/server.ts'
import { decodeEvent } from '#kit/messaging/decode.ts'
import { clientOf } from '#kit/rpc/client.ts'
import { directTransport } from '#kit/rpc/direct.ts'
import type { Transport } from '#kit/rpc/service.ts'
import { gatewayConfig } from '../services/gateway/config.ts'
import { createGateway } from '../services/gateway/service.ts'
import type { Assembled } from './assemble.ts'
import type { Options } from './options.ts'
import { readPages } from './pages/read.ts'
import type { Values } from './profiles/profile.ts'
import { serviceNames } from './services.ts'

/**
 * Puts the gateway before the services of this process; it starts last, so that whoever is let in is served.
 */
export async function addGateway(
  { host, port }: Pick<Options, 'host' | 'port'>,
  values: Values,
  assembled: Assembled,
): Promise<HttpServer> {
  const { lifecycle, around, adapters, configuration } = assembled
  const log = around.log.with({ service: 'gateway' })
  const config = configuration.load('gateway', gatewayConfig, { ...values, host, port }, log)
  const { document } = configuration
  const instances = async () => instancesOf(assembled)
  const readiness = () => lifecycle.ready()
  const { cache, limiter } = adapters
  const pages = readPages()
  const needs = { ...around, log, readiness, cache, limiter, pages, configuration: { document, instances } }
  const gateway = createGateway(needs, config)
  for (const { event, see } of gateway.watches)
    await adapters.bus.watch([event.typeName], ({ payload }) => see(decodeEvent(event, payload)))
  for (const part of gateway.parts) lifecycle.add(part)
  return gateway.http
}

/** What tells of its configuration: this process, and every other that is there now. */
function instancesOf({ id, around, adapters, configuration }: Assembled) {
  const own = directTransport(() => configuration.serves, around)
  const registered = serviceNames.flatMap((name) => [...adapters.reach.toEach(name)])
  const transports = new Map<string, Transport>([...registered, [id, own]])
  return [...transports.values()].map((transport) => clientOf(ConfigService, transport))
}
