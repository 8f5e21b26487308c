import type { DescService } from '@bufbuild/protobuf'
import type { Clock } from '#kit/clock.ts'
import { loadConfig } from '#kit/config/load.ts'
import { createSlowCrypto } from '#kit/crypto/slow.ts'
import { createEgress } from '#kit/egress/http.ts'
import { createIds } from '#kit/ids.ts'
import { createLifecycle, type Lifecycle } from '#kit/lifecycle/lifecycle.ts'
import type { Part } from '#kit/lifecycle/part.ts'
import type { Surroundings } from '#kit/lifecycle/service.ts'
import { createConsumer } from '#kit/messaging/consumer.ts'
import { createDeadLetters, type DeadLetters } from '#kit/messaging/dead-letters.ts'
import { decodeEvent } from '#kit/messaging/decode.ts'
import { createOutbox } from '#kit/messaging/outbox.ts'
import { createRelay } from '#kit/messaging/relay.ts'
import { createInboxRetention } from '#kit/messaging/retention.ts'
import type { Random } from '#kit/random.ts'
import { clientOf } from '#kit/rpc/client.ts'
import type { Client, Served } from '#kit/rpc/service.ts'
import type { Log } from '#kit/telemetry/log.ts'
import { createTimers } from '#kit/timers/runner.ts'
import { type Adapters, createAdapters } from './adapters.ts'
import type { Merchant } from './merchant.ts'
import type { Profile } from './profiles/profile.ts'
import { type BackgroundWork, isDone } from './quiet.ts'
import { type AnyDefinition, definitions } from './services.ts'
import { storageConfig } from './storage-config.ts'
import type { Topology } from './topology.ts'

/** What one process of the platform is made of. */
export interface Plan {
  readonly topology: Topology
  readonly profile: Profile
  readonly merchant: Merchant
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  database(name: string): string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly configFile?: string
  readonly stallsFile: string | null
  readonly onFatal: () => void
}

export interface Assembled {
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
  const { clock, log } = plan
  const served: Served[] = []
  const storage = loadConfig({
    ...sourcesOf(plan),
    schema: storageConfig,
    prefix: 'storage',
    profile: plan.profile.services.storage ?? {},
  }).current
  const adapters = createAdapters({ ...plan, storage, served: () => served })
  const around = surroundings(plan, adapters)
  const lifecycle = createLifecycle({ clock, log })
  const work: BackgroundWork[] = []
  const deadLetters = new Map<string, DeadLetters>()
  lifecycle.add({ name: 'adapters', stop: () => adapters.stop() })
  for (const definition of definitions) {
    if (!plan.topology.here.includes(definition.name)) continue
    const parts = await assembleService(plan, definition, { adapters, around, served, work, deadLetters })
    for (const part of parts) lifecycle.add(part)
  }
  served.push(...adapters.serves)
  const isQuiet = async () =>
    (await Promise.all(work.map((each) => isDone(each, clock.now())))).every(Boolean)
  return { lifecycle, around, adapters, served, deadLetters, isQuiet }
}

function surroundings(plan: Plan, adapters: Adapters): Surroundings {
  const { clock, random, log } = plan
  const ids = createIds(clock, random)
  return {
    clock,
    random,
    ids,
    log,
    egress: createEgress({ destinations: destinationsOf(plan.merchant), clock }),
    slowCrypto: createSlowCrypto({ concurrency: 2 }),
    outbox: createOutbox({ clock, ids }),
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

function sourcesOf({ env, configFile, clock, log }: Plan) {
  return { env, clock, log, ...(configFile === undefined ? {} : { file: configFile }) }
}

interface Shared {
  readonly adapters: Adapters
  readonly around: Surroundings
  readonly served: Served[]
  readonly work: BackgroundWork[]
  readonly deadLetters: Map<string, DeadLetters>
}

/** One service: its database, what it answers, its outbox, inbox and timers. */
async function assembleService(
  plan: Plan,
  definition: AnyDefinition,
  shared: Shared,
): Promise<readonly Part[]> {
  const { clock, random, profile } = plan
  const { name } = definition
  const { bus } = shared.adapters
  const log = plan.log.with({ service: name })
  const config = loadConfig({
    ...sourcesOf(plan),
    schema: definition.config,
    prefix: name,
    profile: profile.services[name] ?? {},
    log,
  })
  const storage = await shared.adapters.storage(name, definition.migrations)
  const service = definition.create({ ...shared.around, log }, storage, config)
  shared.served.push(...service.serves)
  if (service.listens.length > 0) {
    const types = service.listens.map((listening) => listening.event.typeName)
    await bus.listen(name, types, createConsumer({ name, storage, listens: service.listens, clock, log }))
  }
  const { sweepMs } = profile
  const timers = createTimers({ storage, handlers: service.timers, clock, log, random, name, sweepMs })
  shared.work.push({ storage, timers })
  const { listens } = service
  shared.deadLetters.set(name, createDeadLetters({ name, storage, listens, clock, log }))
  for (const { event, see } of service.watches)
    await bus.watch([event.typeName], ({ payload }) => see(decodeEvent(event, payload)))
  return [
    { name: `${name} storage`, ready: () => storage.ready(), stop: () => storage.stop() },
    { name: `${name} configuration`, stop: () => config.stop() },
    ...service.parts,
    createRelay({ storage, bus, clock, log, random, name, sweepMs }),
    timers,
    createInboxRetention({ storage, clock, log, name }),
  ]
}
