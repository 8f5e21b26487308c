import { KV, Lease } from '#contracts/gen/etcd/etcdserverpb/rpc_pb.js'
import type { Random } from '../random.ts'
import type { AgainNeeds } from './again.ts'
import type { Discovery } from './discovery.ts'
import { answerWithinMs, createEtcdClient, type EtcdClient, isMissing } from './etcd-client.ts'
import { followEtcd } from './etcd-watch.ts'
import { textOf } from './instance.ts'
import type { Announcer } from './keep.ts'
import { discoveryBy, type Registry } from './registry.ts'

export interface EtcdDiscoveryNeeds extends AgainNeeds {
  /** `http://host:port` of every member that may be asked. */
  readonly endpoints: readonly string[]
  /** How long who is not renewed stays; etcd counts in seconds and grants at least two. */
  readonly ttlMs?: number
  readonly renewMs?: number
  /** What all keys begin with. */
  readonly prefix?: string
}

/**
 * Discovery by etcd, 3.4 or later. An instance is one key for each service that it answers for,
 *
 *     /cangqiong/<service>/<instance id>  →  {"id","address","zone","version","weight","state"}
 *
 * as JSON, all of them under the instance's own lease: they go together when it is revoked or runs out. Who
 * wants to know who answers for a service reads, or watches, the keys that begin with
 * `/cangqiong/<service>/`, and calls those whose state is `ready`.
 */
export function createEtcdDiscovery(needs: EtcdDiscoveryNeeds): Discovery {
  const { endpoints, ttlMs = 10_000, renewMs = 3000, prefix = '/cangqiong' } = needs
  const { clock, log, random } = needs
  const client = createEtcdClient(endpoints)
  const registry: Registry = {
    announcer(services, id) {
      const keys = services.map((service) => `${prefix}/${service}/${id}`)
      return createAnnouncer({ client, keys, ttlMs, random })
    },
    follow: (service, see) =>
      followEtcd({ client, prefix: `${prefix}/${service}/`, clock, log, random }, see),
    ready: () => isAnswering(client),
    close: () => client.stop(),
  }
  return discoveryBy(registry, { clock, log, random, renewMs })
}

function isAnswering(client: EtcdClient): Promise<boolean> {
  const question = client.call(KV.method.range, { key: bytes('/'), limit: 1 })
  return question.then(
    () => true,
    () => false,
  )
}

interface Holding {
  readonly client: EtcdClient
  readonly keys: readonly string[]
  readonly ttlMs: number
  readonly random: Random
}

function createAnnouncer({ client, keys, ttlMs, random }: Holding): Announcer {
  let lease: number | undefined

  async function grant(): Promise<number> {
    const id = leaseId(random)
    await client.call(Lease.method.leaseGrant, { ID: id, TTL: Math.ceil(ttlMs / 1000) })
    return id
  }
  return {
    async announce(instance) {
      lease ??= await grant()
      const under = { value: bytes(textOf(instance)), lease }
      const puts = keys.map((key) => client.call(KV.method.put, { key: bytes(key), ...under }))
      try {
        await Promise.all(puts)
      } catch (error) {
        if (isMissing(error)) lease = undefined
        throw error
      }
    },
    async renew() {
      if (lease !== undefined && (await secondsLeft(client, lease)) > 0) return true
      lease = undefined
      return false
    },
    async remove() {
      if (lease === undefined) return
      await client.call(Lease.method.leaseRevoke, { ID: lease }).catch((error: unknown) => {
        if (!isMissing(error)) throw error
      })
    },
  }
}

/** Ours to choose, and small enough to be an exact number. */
function leaseId(random: Random): number {
  return random.below(2 ** 21) * 2 ** 32 + random.below(2 ** 32) + 1
}

/** Renews a lease; 0 where there is no such lease. */
async function secondsLeft(client: EtcdClient, lease: number): Promise<number> {
  const answers = client.converse(Lease.method.leaseKeepAlive, { ID: lease }, { ms: answerWithinMs })
  for await (const { TTL } of answers) return TTL
  throw new Error('etcd did not say whether the lease goes on')
}

const bytes = (text: string): Uint8Array => Buffer.from(text)
