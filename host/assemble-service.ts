import type { Part } from '#kit/lifecycle/part.ts'
import type { Service, Surroundings } from '#kit/lifecycle/service.ts'
import { createConsumer } from '#kit/messaging/consumer.ts'
import { createDeadLetters, type DeadLetters } from '#kit/messaging/dead-letters.ts'
import { decodeEvent } from '#kit/messaging/decode.ts'
import { createRelay } from '#kit/messaging/relay.ts'
import { createInboxRetention } from '#kit/messaging/retention.ts'
import type { Served } from '#kit/rpc/service.ts'
import type { Storage } from '#kit/storage/storage.ts'
import type { Log } from '#kit/telemetry/log.ts'
import { createTimers } from '#kit/timers/runner.ts'
import type { Adapters } from './adapters.ts'
import type { ProcessConfiguration } from './configuration.ts'
import type { Plan } from './plan.ts'
import type { BackgroundWork } from './quiet.ts'
import type { AnyDefinition } from './services.ts'

/** What the services of a process have in common, and what each adds to it. */
export interface Workshop {
  /** Of this process, unique for ever. */
  readonly id: string
  readonly configuration: ProcessConfiguration
  readonly adapters: Adapters
  readonly around: Surroundings
  readonly served: Served[]
  readonly work: BackgroundWork[]
  readonly deadLetters: Map<string, DeadLetters>
}

/** One service: its database, what it answers, its outbox, inbox and timers. */
export async function assembleService(
  plan: Plan,
  definition: AnyDefinition,
  workshop: Workshop,
): Promise<readonly Part[]> {
  const { name } = definition
  const { configuration, adapters, around, served, work, deadLetters } = workshop
  const log = plan.log.with({ service: name })
  const config = configuration.load(name, definition.config, plan.profile.services[name], log)
  const storage = await adapters.storage(name, definition.migrations)
  const service = definition.create({ ...around, log }, storage, config)
  served.push(...service.serves)
  await connectEvents(name, service, storage, { ...workshop, log })
  const { clock } = plan
  deadLetters.set(name, createDeadLetters({ name, storage, listens: service.listens, clock, log }))
  const { random, profile, platform } = plan
  const shared = platform.storage !== 'sqlite'
  const restless = { storage, clock, log, random, name, sweepMs: profile.sweepMs, shared }
  const timers = createTimers({ ...restless, handlers: service.timers })
  work.push({ storage, timers })
  return [
    { name: `${name} storage`, ready: () => storage.ready(), stop: () => storage.stop() },
    ...service.parts,
    createRelay({ ...restless, bus: adapters.bus, owner: workshop.id }),
    timers,
    createInboxRetention({ storage, clock, log, name }),
  ]
}

/** What a service listens to comes once in effect, in its own database; what it watches may be missed. */
async function connectEvents(
  name: string,
  { listens, watches }: Pick<Service<unknown>, 'listens' | 'watches'>,
  storage: Storage<unknown>,
  { adapters, around, log }: Pick<Workshop, 'adapters' | 'around'> & { readonly log: Log },
): Promise<void> {
  const { bus } = adapters
  const types = listens.map(({ event }) => event.typeName)
  const consumer = createConsumer({ name, storage, listens, clock: around.clock, log })
  if (types.length > 0) await bus.listen(name, types, consumer)
  for (const { event, see } of watches)
    await bus.watch([event.typeName], ({ payload }) => see(decodeEvent(event, payload)))
}
