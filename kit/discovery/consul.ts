import { type AgainNeeds, again } from './again.ts'
import { type ConsulClient, createConsulClient, succeeded } from './consul-client.ts'
import { resolveByConsulDns } from './consul-dns.ts'
import { type Care, instancesIn, registrationOf } from './consul-entries.ts'
import type { Discovery, Instance } from './discovery.ts'
import type { Announcer } from './keep.ts'
import { discoveryBy, type Registry } from './registry.ts'
import { tellChanges } from './told.ts'

export interface ConsulDiscoveryNeeds extends AgainNeeds {
  /** `http://host:port` of the agent on this machine. */
  readonly url: string
  /** The URL of this process's `/readyz` as Consul reaches it. Without it a process reports by itself. */
  readonly httpCheck?: string | undefined
  /** `host:port` of Consul's DNS. */
  readonly dns?: string
  readonly token?: string
  /** How long who reports by itself may be silent. */
  readonly ttlMs?: number
  /** How often it is made sure that Consul still has it. */
  readonly renewMs?: number
  /** How long Consul may keep a question without news; it adds up to a sixteenth. */
  readonly waitMs?: number
}

/** Discovery that can also be asked as everybody else asks Consul. */
export interface ConsulDiscovery extends Discovery {
  /** `host:port` of the healthy instances that take new work, as Consul's DNS has them. */
  resolveByDns(service: string): Promise<readonly string[]>
}

const answerWithinMs = 2000

/**
 * Discovery by Consul's HTTP API. An instance is one Consul service for each service that it answers for,
 * with id, zone, version, weight and state in its metadata. One that drains is in maintenance as well, so
 * that those who know nothing of our metadata, and DNS, leave it alone too.
 */
export function createConsulDiscovery(needs: ConsulDiscoveryNeeds): ConsulDiscovery {
  const { url, clock, log, random, httpCheck, token, ttlMs = 10_000, renewMs = 3000 } = needs
  const consul = createConsulClient(url, clock, token)
  const registry: Registry = {
    announcer(services, id) {
      const cares = services.map((service) => ({ service, serviceId: `${service}-${id}`, httpCheck, ttlMs }))
      return createAnnouncer(consul, cares)
    },
    follow: (service, see) => follow({ consul, service, needs }, see),
    ready: () => hasLeader(consul).catch(() => false),
    close: () => undefined,
  }
  const resolveByDns = (service: string) => resolveByConsulDns(needs.dns ?? '127.0.0.1:8600', service)
  return { ...discoveryBy(registry, { clock, log, random, renewMs }), resolveByDns }
}

async function hasLeader(consul: ConsulClient): Promise<boolean> {
  const answer = await consul({ method: 'GET', path: '/status/leader', withinMs: answerWithinMs })
  return answer.status === 200 && answer.text.length > 2
}

function createAnnouncer(consul: ConsulClient, cares: readonly Care[]): Announcer {
  const put = (path: string, body?: unknown) =>
    consul({ method: 'PUT', path, withinMs: answerWithinMs, ...(body === undefined ? {} : { body }) })

  async function announce(instance: Instance, care: Care) {
    succeeded(await put('/agent/service/register', registrationOf(instance, care)))
    const drains = instance.state === 'draining'
    const id = encodeURIComponent(care.serviceId)
    succeeded(await put(`/agent/service/maintenance/${id}?enable=${drains}&reason=draining`))
  }
  /** Older agents answer 500 where newer ones answer 404. */
  async function renew({ serviceId, httpCheck }: Care): Promise<boolean> {
    const id = encodeURIComponent(serviceId)
    const answer =
      httpCheck === undefined
        ? await put(`/agent/check/pass/${encodeURIComponent('service:')}${id}`)
        : await consul({ method: 'GET', path: `/agent/service/${id}`, withinMs: answerWithinMs })
    if (answer.status === 404 || /unknown (check|service)/i.test(answer.text)) return false
    return succeeded(answer).status === 200
  }
  async function remove({ serviceId }: Care) {
    const answer = await put(`/agent/service/deregister/${encodeURIComponent(serviceId)}`)
    if (answer.status !== 404 && !/unknown service/i.test(answer.text)) succeeded(answer)
  }
  return {
    announce: async (instance) => void (await Promise.all(cares.map((care) => announce(instance, care)))),
    renew: async () => (await Promise.all(cares.map(renew))).every((known) => known),
    remove: async () => void (await Promise.all(cares.map(remove))),
  }
}

interface Following {
  readonly consul: ConsulClient
  readonly service: string
  readonly needs: ConsulDiscoveryNeeds
}

/** Asks again and again, each question waiting for what is newer than the last answer. */
function follow(
  { consul, service, needs }: Following,
  see: (instances: readonly Instance[]) => void,
): () => void {
  const tell = tellChanges(see)
  const { waitMs = 10_000 } = needs
  const path = `/health/service/${encodeURIComponent(service)}?wait=${waitMs}ms`

  return again(
    `watching ${service} in Consul`,
    async (signal, goesWell) => {
      let index = 0
      while (!signal.aborted) {
        const withinMs = waitMs * (17 / 16) + answerWithinMs
        const question = { method: 'GET', path: `${path}&index=${index}`, withinMs, signal } as const
        const answer = succeeded(await consul(question))
        const instances = instancesIn(answer.text)
        if (signal.aborted) return
        tell(instances)
        goesWell()
        // With an index that went backwards, as after a restored backup, it begins anew.
        index = answer.index < index ? 0 : answer.index
        // Where there is no usable index, Consul does not wait: then we do.
        if (!(answer.index > 0)) await needs.clock.sleep(1000, signal)
      }
    },
    needs,
  )
}
