import { Cluster, Redis, type RedisOptions } from 'ioredis'
import type { Random } from '../random.ts'

export interface RedisConnectionOptions {
  /** `host:port`; of a cluster any of its nodes, from which the others are learnt. */
  readonly nodes: readonly string[]
  readonly cluster: boolean
  readonly random: Random
}

/** Nothing waits for a connection that is not there, and nothing is sent twice. */
const impatient = {
  lazyConnect: true,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  connectTimeout: 1000,
  socketTimeout: 1000,
} as const satisfies RedisOptions

/** A connection that is made when it is asked to connect and made again, for ever, when it breaks. */
export function createConnection({ nodes, cluster, random }: RedisConnectionOptions): Redis | Cluster {
  const addresses = nodes.map(addressOf)
  const again = () => 300 + random.below(400)
  if (!cluster) {
    const [only, ...others] = addresses
    if (only === undefined || others.length > 0) throw new Error('a Redis without a cluster has one node')
    return new Redis({ ...impatient, ...only, retryStrategy: again })
  }
  const { lazyConnect, enableOfflineQueue, ...perNode } = impatient
  return new Cluster(addresses, {
    ...{ lazyConnect, enableOfflineQueue, redisOptions: perNode },
    clusterRetryStrategy: again,
    ...{ maxRedirections: 4, retryDelayOnFailover: 50, retryDelayOnClusterDown: 50 },
    ...{ slotsRefreshTimeout: 1000, slotsRefreshInterval: 1000 },
  })
}

function addressOf(node: string): { readonly host: string; readonly port: number } {
  const at = node.lastIndexOf(':')
  const port = Number(node.slice(at + 1))
  if (at < 1 || !Number.isInteger(port)) throw new Error(`${node} is not host:port`)
  return { host: node.slice(0, at), port }
}
