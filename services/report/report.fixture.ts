import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { DescMessage, DescService } from '@bufbuild/protobuf'
import { ItemKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import {
  OrderAcceptedSchema,
  OrderCancelledSchema,
  OrderCompletedSchema,
  OrderDispatchedSchema,
  OrderPaidSchema,
  OrderPlacedSchema,
} from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { Channel, RefundSucceededSchema } from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import { ReportService } from '#contracts/gen/cangqiong/report/v1/report_pb.js'
import { CustomerDeletedSchema, CustomerRegisteredSchema } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { type Clock, type ManualClock, manualClock, systemClock } from '#kit/clock.ts'
import { fixedConfig } from '#kit/config/config.ts'
import { outsideContext, type Person, withContext } from '#kit/context.ts'
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
import { completeAny } from '#kit/rpc/plain.ts'
import type { Client } from '#kit/rpc/service.ts'
import { createSqliteStorage } from '#kit/storage/sqlite.ts'
import type { Migration, Storage } from '#kit/storage/storage.ts'
import { type Log, silentLog } from '#kit/telemetry/log.ts'
import { type ReportConfig, reportConfig } from './config.ts'
import { reportService } from './service.ts'
import type { ReportTables } from './store/tables.ts'

/** A whole report service over its own database, fed as a bus feeds it. */
export interface Rig {
  readonly deliver: Deliver
  /** Asks as the manager of shop 1, or as whom it is told. */
  as(by?: Person): Client<typeof ReportService>
  /** What the other services replay, by their names and page after page. */
  readonly replays: Record<string, readonly object[]>
  readonly clock: ManualClock
  /** Does what a timer of a kind does when it is due. */
  wake(kind: string, ref: string): Promise<void>
}

export type Open = (needs: {
  clock: Clock
  log: Log
  migrations: readonly Migration[]
}) => Promise<Storage<ReportTables>>

let open: Open = async (needs) => {
  const folder = mkdtempSync(join(tmpdir(), 'report-'))
  const storage = await createSqliteStorage<ReportTables>({ path: join(folder, 'report.db'), ...needs })
  const stop = () => storage.stop().finally(() => rmSync(folder, { recursive: true }))
  return { ...storage, stop }
}

/** Rigs of this process stand on another database from now on. */
export function standOn(other: Open): void {
  open = other
}

/** Noon of 2026-11-28 in Shanghai. */
export const noon = Date.UTC(2026, 10, 28, 4)
export const dayMs = 86_400_000

export async function createRig(t: TestContext, changes: Partial<ReportConfig> = {}): Promise<Rig> {
  const clock = manualClock(noon)
  const storage = await open({ clock: systemClock, log: silentLog, migrations: reportService.migrations })
  t.after(() => storage.stop())
  const config = fixedConfig(reportConfig.parse(changes))
  const replays: Rig['replays'] = {}
  const { listens, serves, timers } = reportService.create(surroundings(clock, replays), storage, config)
  const transport = directTransport(() => serves, { clock, log: silentLog, freeze: true })
  return {
    deliver: createConsumer({ name: 'report', storage, listens, clock, log: silentLog }),
    replays,
    clock,
    wake: async (kind, ref) => timers[kind]?.(ref, ''),
    as: (by = manager) => callingAs(clientOf(ReportService, transport), by),
  }
}

function surroundings(clock: Clock, replays: Rig['replays']) {
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
    client: <S extends DescService>(service: S) => replayer(service, replays),
  }
}

/** A service that can do nothing but replay; its cursors are numbers of pages. */
function replayer<S extends DescService>({ typeName, methods }: S, replays: Rig['replays']): Client<S> {
  const [, name = ''] = typeName.split('.')
  const method = methods.find(({ localName }) => localName === 'replayEvents')
  const replayEvents = async ({ cursor }: { readonly cursor: string }) => {
    const pages = replays[name] ?? []
    const nextCursor = Number(cursor) + 1 < pages.length ? String(Number(cursor) + 1) : ''
    return completeAny(method?.output as DescMessage, { ...pages[Number(cursor)], nextCursor })
  }
  return { replayEvents } as unknown as Client<S>
}

function callingAs<C extends object>(client: C, by: Person): C {
  const within = <T>(work: () => T): T => withContext({ ...outsideContext, by }, work)
  const calls = Object.entries(client).map(([name, call]) => [
    name,
    (request: unknown) => within(() => call(request)),
  ])
  return Object.fromEntries(calls) as C
}

export const manager: Person = { kind: 'employee', id: '3', shopId: '1', roles: ['manager'] }

let nextMessage = 0

function messageOf<Desc extends DescMessage>(event: Desc, key: string, told: InitOf<Desc>): Envelope {
  const id = `message-${nextMessage++}`
  return { id, type: event.typeName, key, at: 0, payload: JSON.stringify(told), traceparent: '' }
}

export interface Life {
  readonly id: string
  readonly shopId?: string
  readonly placedAt?: number
  readonly completedAt?: number
  readonly quantity?: number
  readonly name?: string
  readonly customerId?: string
}

const category = { categoryId: '5', categoryName: '蒸菜' }

/** Events of an order of one dish at 2000 fen each and 700 fen of charges. */
export function eventsOf(life: Life) {
  const { id, shopId = '1', placedAt = noon, completedAt = noon, quantity = 1, name = '鱼' } = life
  const { customerId = '7' } = life
  const amountFen = 2000 * quantity + 700
  const told = (version: number) => ({ orderId: id, number: `N-${id}`, shopId, customerId, version })
  const lines = [{ kind: ItemKind.DISH, itemId: '46', name, quantity, unitPriceFen: 2000, ...category }]
  const paid = { attemptId: `${id}-1`, channel: Channel.WECHAT_H5 }
  return {
    placed: messageOf(OrderPlacedSchema, id, { ...told(2), amountFen, payDeadline: 1, placedAt, lines }),
    paid: messageOf(OrderPaidSchema, id, { ...told(3), amountFen, ...paid }),
    accepted: messageOf(OrderAcceptedSchema, id, told(4)),
    dispatched: messageOf(OrderDispatchedSchema, id, told(5)),
    completed: messageOf(OrderCompletedSchema, id, { ...told(6), amountFen, completedAt }),
    cancelled: messageOf(OrderCancelledSchema, id, {
      ...{ ...told(4), cancelReason: 'REJECTED', cancelNote: '', refundDue: true },
    }),
  }
}

export function refundOf(orderId: string, attemptId: string, amountFen: number, refundedAt = noon) {
  return partOf({ orderId, attemptId, n: 1, amountFen, refundedAt })
}

/** One of several refunds of an order. */
export function partOf(refund: InitOf<typeof RefundSucceededSchema> & { readonly orderId: string }) {
  return messageOf(RefundSucceededSchema, refund.orderId, refund)
}

export function registrationOf(customerId: string, registeredAt: number) {
  return messageOf(CustomerRegisteredSchema, customerId, { customerId, registeredAt })
}

export function departureOf(customerId: string, deletedAt: number) {
  return messageOf(CustomerDeletedSchema, customerId, { customerId, deletedAt })
}

/** A completed order's events, in the order in which they happen. */
export function completedLife(life: Life): readonly Envelope[] {
  const { placed, paid, accepted, dispatched, completed } = eventsOf(life)
  return [placed, paid, accepted, dispatched, completed]
}

/** Everything the reports say of three days around noon. */
export async function readAll({ as }: Rig) {
  const calls = as()
  const period = { shopId: '1', from: '2026-11-27', to: '2026-11-29' }
  return {
    turnover: (await calls.getTurnover(period)).days,
    users: (await calls.getUsers(period)).days,
    orders: (await calls.getOrders(period)).days,
    items: (await calls.getTopItems(period)).items,
    categories: (await calls.getCategories(period)).categories,
    hours: (await calls.getHours(period)).hours,
    channels: (await calls.getChannels(period)).channels,
    business: await calls.getBusiness(period),
    names: (await calls.getTopNames(period)).names,
    workspace: await calls.getWorkspace({ shopId: '1' }),
    customers: (await calls.listCustomers({ shopId: '1', limit: 100 })).customers,
  }
}
