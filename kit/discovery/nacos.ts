import type { AgainNeeds } from './again.ts'
import type { Discovery } from './discovery.ts'
import { type Kept, keepKnown } from './keep.ts'
import { createNacosAnnouncers } from './nacos-announcer.ts'
import { connectToNacos } from './nacos-connection.ts'
import { nacosAt } from './nacos-server.ts'
import { createNacosWatches } from './nacos-watches.ts'

export interface NacosDiscoveryNeeds extends AgainNeeds {
  /** `http://host:port`, with `user:password@` before the host where Nacos wants a login. */
  readonly url: string
  /** Which of Nacos' spaces: `public` unless told. */
  readonly namespace?: string
  /** Which group in it: `CANGQIONG` unless told. */
  readonly group?: string
}

/** What there is to see is looked at this often; it is asked of Nacos more seldom. */
const renewMs = 500

/**
 * Discovery on Nacos 3 with its own gRPC protocol: instances live as long as the connection of the process
 * that registered them, and who watches is told by Nacos.
 */
export function createNacosDiscovery(needs: NacosDiscoveryNeeds): Discovery {
  const { url, clock, log, random, namespace = 'public', group = 'CANGQIONG' } = needs
  const place = { namespace, groupName: group }
  const connection = connectToNacos({
    server: nacosAt(url, clock),
    module: 'naming',
    clock,
    log,
    random,
    begin: () => watches.begin(),
    reconcile: () => watches.reconcile(),
    hear({ type, body }) {
      if (type === 'NotifySubscriberRequest') watches.hear(body.serviceInfo)
    },
  })
  const watches = createNacosWatches({ connection, clock, log, place })
  const announcerOf = createNacosAnnouncers({ connection, clock, place })
  const kept = new Set<Kept>()

  return {
    async register(services, instance) {
      const announcer = announcerOf(services, instance.id)
      const registration = keepKnown({ instance, announcer, renewMs, clock, log, random })
      kept.add(registration)
      await registration.begun
      return registration
    },
    watch: (service, see) => watches.watch(service, see),
    ready: () => connection.answers(),
    async stop() {
      for (const each of kept) each.abandon()
      watches.stop()
      connection.stop()
    },
  }
}
