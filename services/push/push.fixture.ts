import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { DescMessage, DescService } from '@bufbuild/protobuf'
import { PushService } from '#contracts/gen/cangqiong/push/v1/push_pb.js'
import { type Clock, systemClock } from '#kit/clock.ts'
import { fixedConfig } from '#kit/config/config.ts'
import { currentContext, nameOf, outsideContext, type Person, withContext } from '#kit/context.ts'
import { createSlowCrypto } from '#kit/crypto/slow.ts'
import { createMemoryEgress } from '#kit/egress/memory.ts'
import { createIds } from '#kit/ids.ts'
import { createMemoryJobs } from '#kit/jobs/memory.ts'
import type { Deliver, Envelope } from '#kit/messaging/bus.ts'
import { createConsumer } from '#kit/messaging/consumer.ts'
import { createOutbox } from '#kit/messaging/outbox.ts'
import { systemRandom } from '#kit/random.ts'
import { clientOf } from '#kit/rpc/client.ts'
import { directTransport } from '#kit/rpc/direct.ts'
import type { InitOf } from '#kit/rpc/message.ts'
import type { Client } from '#kit/rpc/service.ts'
import { createSqliteStorage } from '#kit/storage/sqlite.ts'
import type { Migration, Storage } from '#kit/storage/storage.ts'
import { type Log, silentLog } from '#kit/telemetry/log.ts'
import type { TimerHandler } from '#kit/timers/timers.ts'
import { type PushConfig, pushConfig } from './config.ts'
import { pushService } from './service.ts'
import type { PushTables } from './store/tables.ts'

/** A whole push service over its own database, fed as a bus feeds it. */
export interface Rig {
  readonly storage: Storage<PushTables>
  /** Offers messages to the service's consumer; answers the refused ids. */
  readonly deliver: Deliver
  /** Lets the service's watchers see messages. */
  see(messages: readonly Envelope[]): void
  as(by: Person): Client<typeof PushService>
  drain(): Promise<void>
  readonly timers: Readonly<Record<string, TimerHandler>>
  /** What the reports were asked for, newest last. */
  readonly asked: object[]
  /** Resolves once streams have looked for new rows so often in all. */
  untilLooked(times: number): Promise<void>
}

export type Open = (needs: {
  clock: Clock
  log: Log
  migrations: readonly Migration[]
}) => Promise<Storage<PushTables>>

let open: Open = async (needs) => {
  const folder = mkdtempSync(join(tmpdir(), 'push-'))
  const storage = await createSqliteStorage<PushTables>({ path: join(folder, 'push.db'), ...needs })
  const stop = () => storage.stop().finally(() => rmSync(folder, { recursive: true }))
  return { ...storage, stop }
}

/** Rigs of this process stand on another database from now on. */
export function standOn(other: Open): void {
  open = other
}

export async function createRig(
  t: TestContext,
  changes: Partial<PushConfig> = {},
  clock: Clock = systemClock,
): Promise<Rig> {
  const opened = await open({ clock, log: silentLog, migrations: pushService.migrations })
  const { storage, untilLooked } = countLooks(opened)
  const asked: object[] = []
  const service = pushService.create(
    surroundings(clock, asked),
    storage,
    fixedConfig(pushConfig.parse(changes)),
  )
  const drain = async () => {
    for (const part of service.parts) await part.drain?.()
  }
  t.after(async () => {
    await drain()
    await storage.stop()
  })
  const { listens } = service
  const transport = directTransport(() => service.serves, { clock, log: silentLog, freeze: true })
  return {
    storage,
    drain,
    untilLooked,
    timers: service.timers,
    asked,
    deliver: createConsumer({ name: 'push', storage, listens, clock, log: silentLog }),
    see(messages) {
      for (const { type, payload } of messages) {
        for (const watching of service.watches) {
          if (watching.event.typeName === type) watching.see(JSON.parse(payload))
        }
      }
    },
    as: (by) => callingAs(clientOf(PushService, transport), by),
  }
}

function countLooks(storage: Storage<PushTables>) {
  let looks = 0
  const waiting: { times: number; resolve: () => void }[] = []
  const counted: Storage<PushTables> = {
    ...storage,
    async read(name, work) {
      const rows = await storage.read(name, work)
      if (name === 'listAfter') looks++
      for (const { times, resolve } of waiting) if (looks >= times) resolve()
      return rows
    },
  }
  const untilLooked = (times: number) =>
    new Promise<void>((resolve) => {
      if (looks >= times) resolve()
      else waiting.push({ times, resolve })
    })
  return { storage: counted, untilLooked }
}

/** What the reports say of any day. */
export const summary = {
  ...{ day: '2026-06-01', turnoverFen: 9000, validOrders: 2, completionRate: 0.5 },
  ...{ newUsers: 3, cancelledOrders: 1, cancelledFen: 4500 },
}

function surroundings(clock: Clock, asked: object[]) {
  const ids = createIds(clock, systemRandom)
  return {
    clock,
    ids,
    random: systemRandom,
    log: silentLog,
    egress: createMemoryEgress({}),
    slowCrypto: createSlowCrypto(),
    jobs: createMemoryJobs({ clock }),
    outbox: createOutbox({ clock, ids }),
    client<S extends DescService>(): Client<S> {
      const getSummary = async (request: object) => {
        asked.push({ ...request, by: nameOf(currentContext().by) })
        return summary
      }
      return { getSummary } as unknown as Client<S>
    },
  }
}

function callingAs<C extends object>(client: C, by: Person): C {
  const calls = Object.entries(client).map(([name, call]) => [
    name,
    (request: unknown) => withContext({ ...outsideContext, by }, () => inContext(by, call(request))),
  ])
  return Object.fromEntries(calls) as C
}

/** A stream is opened by its first step, so that step needs the context too. */
function inContext(by: Person, answer: unknown): unknown {
  if (answer === null || typeof answer !== 'object' || !(Symbol.asyncIterator in answer)) return answer
  const stream = answer as AsyncIterable<unknown>
  return {
    [Symbol.asyncIterator]() {
      const iterator = stream[Symbol.asyncIterator]()
      return {
        next: () => withContext({ ...outsideContext, by }, () => iterator.next()),
        return: () => iterator.return?.() ?? Promise.resolve({ done: true, value: undefined }),
      }
    },
  }
}

let nextMessage = 0

export function messageOf<Desc extends DescMessage>(event: Desc, key: string, told: InitOf<Desc>): Envelope {
  const id = `message-${nextMessage++}`
  return { id, type: event.typeName, key, at: 0, payload: JSON.stringify(told), traceparent: '' }
}

export const customer: Person = { kind: 'customer', id: '7' }
export const staff: Person = { kind: 'employee', id: '3', shopId: '1', roles: ['staff'] }

/** What every event of an order of customer 7 in shop 1 carries. */
export function order(id: string, version = 1) {
  return { orderId: id, number: `N-${id}`, shopId: '1', customerId: '7', version }
}
