import type { DescService } from '@bufbuild/protobuf'
import { createSlowCrypto } from '#kit/crypto/slow.ts'
import { createEgress } from '#kit/egress/http.ts'
import { createIds, type Ids } from '#kit/ids.ts'
import type { Jobs } from '#kit/jobs/jobs.ts'
import { createThreadJobs } from '#kit/jobs/threads.ts'
import { createLifecycle, type Lifecycle } from '#kit/lifecycle/lifecycle.ts'
import type { Surroundings } from '#kit/lifecycle/service.ts'
import type { DeadLetters } from '#kit/messaging/dead-letters.ts'
import { createOutbox } from '#kit/messaging/outbox.ts'
import { clientOf } from '#kit/rpc/client.ts'
import type { Client, Served } from '#kit/rpc/service.ts'
import { type Adapters, centreOf, createAdapters } from './adapters.ts'
import { assembleService } from './assemble-service.ts'
import { openConfiguration, type ProcessConfiguration } from './configuration.ts'
import type { Merchant } from './merchant.ts'
import type { Plan } from './plan.ts'
import { type BackgroundWork, isDone } from './quiet.ts'
import { definitions } from './services.ts'
import { storageConfig } from './storage-config.ts'

export interface Assembled {
  /** Of this process, unique for ever. */
  readonly id: string
  readonly configuration: ProcessConfiguration
  readonly lifecycle: Lifecycle
  readonly around: Surroundings
  readonly adapters: Adapters
  /** What this process answers to others. */
  readonly served: readonly Served[]
  /** What could not be applied, by the service that listens. */
  readonly deadLetters: ReadonlyMap<string, DeadLetters>
  /** Whether nothing is left to do now: no message waits, no timer is due or running. */
  isQuiet(): Promise<boolean>
}

/**
 * Builds the services that run here, in the order in which they start; nothing runs before
 * `lifecycle.start()`.
 */
export async function assemble(plan: Plan): Promise<Assembled> {
  const { clock, random, log } = plan
  const ids = createIds(clock, random)
  const id = ids.uuid()
  const served: Served[] = []
  const configuration = await openConfiguration({ ...plan, id, centre: await centreOf(plan) })
  const storage = configuration.load('storage', storageConfig, plan.profile.services.storage).current
  const adapters = await createAdapters({ ...plan, storage, served: () => served })
  const jobs = createThreadJobs({ clock })
  const around = surroundings(plan, adapters, { id, ids, jobs })
  const lifecycle = createLifecycle({ clock, log })
  const work: BackgroundWork[] = []
  const deadLetters = new Map<string, DeadLetters>()
  lifecycle.add({ name: 'configuration', stop: () => configuration.stop() })
  const { bus } = adapters
  lifecycle.add({ name: 'adapters', drain: () => bus.drain(), stop: () => adapters.stop() })
  lifecycle.add(jobs)
  for (const definition of definitions) {
    if (!plan.topology.here.includes(definition.name)) continue
    const workshop = { id, configuration, adapters, around, served, work, deadLetters }
    for (const part of await assembleService(plan, definition, workshop)) lifecycle.add(part)
  }
  served.push(...adapters.serves, ...configuration.serves)
  const isQuiet = async () =>
    (await Promise.all(work.map((each) => isDone(each, clock.now())))).every(Boolean)
  return { id, configuration, lifecycle, around, adapters, served, deadLetters, isQuiet }
}

function surroundings(
  plan: Plan,
  adapters: Adapters,
  { id, ids, jobs }: { id: string; ids: Ids; jobs: Jobs },
): Surroundings {
  const { clock, random, log, merchant } = plan
  return {
    clock,
    random,
    ids,
    log,
    egress: createEgress({ destinations: destinationsOf(merchant), clock }),
    slowCrypto: createSlowCrypto({ concurrency: 2 }),
    jobs,
    outbox: createOutbox({ clock, ids, owner: id }),
    client: <S extends DescService>(service: S): Client<S> =>
      clientOf(service, adapters.transportTo(nameOf(service))),
  }
}

/** cangqiong.order.v1.OrderService is reached at `order`. */
function nameOf(service: DescService): string {
  return service.file.proto.package.split('.').at(1) ?? service.name
}

function destinationsOf(merchant: Merchant) {
  const bounded = (baseUrl: string) => ({ baseUrl, maxConcurrent: 64, maxBytes: 16 * 1024 * 1024 })
  return {
    'wechat-pay': bounded(merchant.payUrl),
    'wechat-login': bounded(merchant.loginUrl),
    sms: bounded(merchant.smsUrl),
  }
}
