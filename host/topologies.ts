import { serviceNames } from './services.ts'

/** The arrangements the platform is tried on, from one process to everything real. */
export const topologies = ['direct', 'codec', 'grpc', 'mysql', 'cloud'] as const
export type On = (typeof topologies)[number]

/** What carries a topology beside its own processes. */
export interface Carriers {
  readonly storage: 'sqlite' | 'mariadb'
  readonly cache: 'memory' | 'redis' | 'redis-cluster'
  readonly events: 'rpc' | 'rabbitmq' | 'kafka'
  readonly discovery: 'static' | 'etcd' | 'nacos'
  readonly centre: 'file' | 'nacos'
}

const embedded = {
  storage: 'sqlite',
  cache: 'memory',
  events: 'rpc',
  discovery: 'static',
  centre: 'file',
} as const

export const carriersOf: Readonly<Record<On, Carriers>> = {
  direct: embedded,
  codec: embedded,
  grpc: embedded,
  mysql: { storage: 'mariadb', cache: 'redis', events: 'rabbitmq', discovery: 'etcd', centre: 'file' },
  cloud: { storage: 'mariadb', cache: 'redis-cluster', events: 'kafka', discovery: 'nacos', centre: 'nacos' },
}

/** A process of a topology: what it is called and what runs in it. */
export interface Slot {
  /** `order-1`; without a number where there is only one. */
  readonly name: string
  /** A service, `wechat`, or `all` where one process runs everything. */
  readonly runs: string
}

/** What runs twice where the database bears it. */
const twice: ReadonlySet<string> = new Set(['gateway', 'order', 'catalog'])

/** The processes of a topology, the outside world first and the gateway last. */
export function slotsOf(on: On): readonly Slot[] {
  if (on === 'direct' || on === 'codec') return [{ name: 'all', runs: 'all' }]
  return ['wechat', ...serviceNames].flatMap((runs) => {
    const isTwice = carriersOf[on].storage === 'mariadb' && twice.has(runs)
    return isTwice ? [1, 2].map((n) => ({ name: `${runs}-${n}`, runs })) : [{ name: runs, runs }]
  })
}
