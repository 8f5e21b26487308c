import type { Clock } from '../clock.ts'
import type { Instance } from './discovery.ts'
import type { Announcer } from './keep.ts'
import type { NacosConnection } from './nacos-connection.ts'
import { hostOf, viewOf } from './nacos-instances.ts'

export interface NacosAnnouncerNeeds {
  readonly connection: NacosConnection
  readonly clock: Clock
  /** `namespace` and `groupName`, as every request carries them. */
  readonly place: Readonly<Record<string, string>>
}

/** Whether an instance is still there is asked this seldom: it is there as long as its connection is. */
const lookEveryMs = 5000

/** Answers how the instances of this process are announced. */
export function createNacosAnnouncers(needs: NacosAnnouncerNeeds) {
  const { connection } = needs
  const { instancesOf, tell, isThere } = createOwnServices(needs)

  return (services: readonly string[], id: string): Announcer => ({
    async announce(instance) {
      for (const service of services) instancesOf(service).set(id, instance)
      await Promise.all(services.map(tell))
    },
    async renew() {
      if (connection.current() === 0) throw new Error('there is no connection to Nacos')
      const there = await Promise.all(services.map((service) => isThere(service, id)))
      return there.every(Boolean)
    },
    async remove() {
      for (const service of services) instancesOf(service).delete(id)
      await Promise.all(services.map(tell))
    },
  })
}

/**
 * What this process announces. Nacos keeps one announcement for each service and connection, so all
 * instances of a service are told together.
 */
function createOwnServices({ connection, clock, place }: NacosAnnouncerNeeds) {
  const own = new Map<string, OwnService>()
  const ownOf = (service: string) => {
    const found = own.get(service) ?? createOwnService()
    own.set(service, found)
    return found
  }

  async function tellNow(service: string, mine: OwnService): Promise<void> {
    const current = await connection.opened()
    const hosts = [...mine.instances.values()].map(hostOf)
    // What an earlier connection announced went with it.
    if (hosts.length === 0 && mine.toldOn !== current) return
    mine.toldOn = current
    const about = { ...place, serviceName: service }
    if (hosts.length > 0) {
      const body = { ...about, type: 'batchRegisterInstance', instances: hosts }
      await connection.ask('BatchInstanceRequest', body)
    } else {
      const body = { ...about, type: 'deregisterInstance', instance: hostOf(nobody) }
      await connection.ask('InstanceRequest', body)
    }
    mine.knownOn = current
    mine.lookAt = clock.now() + lookEveryMs
  }

  return {
    instancesOf: (service: string) => ownOf(service).instances,
    /** One after the other, so that what was told last is what stays. */
    tell(service: string): Promise<void> {
      const mine = ownOf(service)
      mine.turn = mine.turn.catch(() => undefined).then(() => tellNow(service, mine))
      return mine.turn
    },
    async isThere(service: string, id: string): Promise<boolean> {
      const mine = ownOf(service)
      if (mine.knownOn !== connection.current()) return false
      if (clock.now() < mine.lookAt) return true
      mine.lookAt = clock.now() + lookEveryMs
      const body = { ...place, serviceName: service, cluster: '', healthyOnly: false, udpPort: 0 }
      const { serviceInfo } = await connection.ask('ServiceQueryRequest', body)
      return viewOf(serviceInfo).instances.some((instance) => instance.id === id)
    },
  }
}

/** What this process announces under one service. */
interface OwnService {
  readonly instances: Map<string, Instance>
  /** The connection it was last told on, and the one that has heard it. */
  toldOn: number
  knownOn: number
  lookAt: number
  turn: Promise<void>
}

function createOwnService(): OwnService {
  return { instances: new Map(), toldOn: 0, knownOn: 0, lookAt: 0, turn: Promise.resolve() }
}

/** Nacos wants to be told an instance even where all of a connection's go. */
const nobody: Instance = {
  id: '',
  address: '127.0.0.1:1',
  zone: '',
  version: '',
  weight: 100,
  state: 'ready',
}
