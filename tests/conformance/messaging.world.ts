import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OrderPaidSchema } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { type Clock, type ManualClock, manualClock } from '#kit/clock.ts'
import { Fault } from '#kit/fault.ts'
import { createIds } from '#kit/ids.ts'
import type { Bus, Deliver, Envelope } from '#kit/messaging/bus.ts'
import { createConsumer } from '#kit/messaging/consumer.ts'
import { createDeadLetters } from '#kit/messaging/dead-letters.ts'
import { on } from '#kit/messaging/listen.ts'
import { createOutbox } from '#kit/messaging/outbox.ts'
import { createRelay } from '#kit/messaging/relay.ts'
import { seededRandom } from '#kit/random.ts'
import type { PlainOf } from '#kit/rpc/message.ts'
import { createSqliteStorage } from '#kit/storage/sqlite.ts'
import type { KitTables, KitTx, Migration, Storage } from '#kit/storage/storage.ts'
import { type Log, silentLog } from '#kit/telemetry/log.ts'

export type OrderPaid = PlainOf<typeof OrderPaidSchema>

/** What a listener of this suite does: it writes down each effect, so that a second one shows. */
export interface DeskTables extends KitTables {
  heard: { n: number; order_id: string; version: number }
}

export interface Desk {
  readonly storage: Storage<DeskTables>
  readonly letters: ReturnType<typeof createDeadLetters>
  /** The versions it has heard of an order, in the order of their effects. */
  heard(orderId: string): Promise<readonly number[]>
  heardInAll(): Promise<number>
}

/** What a test lets happen to a listener. */
export interface Mishaps {
  /** Whether its process is out of reach. */
  down: boolean
  /** Thrown, inside the transaction, instead of the effect. */
  failsWith: (event: OrderPaid) => Error | undefined
  /** What it was offered, and at what instant, in order. */
  readonly offered: { readonly id: string; readonly key: string; readonly at: number }[]
}

export const listenerNames = ['kitchen', 'desk'] as const
export type ListenerName = (typeof listenerNames)[number]

/** How an adapter ties the process that announces to those that listen. */
export interface Wires {
  readonly announcing: Bus
  at(listener: ListenerName): Bus
  /**
   * Only where a broker stores what it has taken, so that the outbox is done before the listeners are:
   * how many messages wait, refused, to be offered again.
   */
  held?(): number
  stop?(): Promise<void>
}

export type Wiring = (needs: { clock: Clock; types: readonly string[] }) => Promise<Wires>

const types = [OrderPaidSchema.typeName]
const log = silentLog
const sweepMs = 100

const heardMigration = {
  name: '0001-heard',
  statements: ['create table heard (n {id}, order_id varchar(64) not null, version int not null)'],
}

/** Where the services of one world keep their data. */
export interface Databases {
  open(needs: {
    readonly name: string
    readonly migrations: readonly Migration[]
    readonly clock: Clock
    readonly log: Log
  }): Promise<Storage<unknown>>
  remove(): void
}

function sqliteFiles(): Databases {
  const folder = mkdtempSync(join(tmpdir(), 'messaging-'))
  return {
    open: ({ name, ...needs }) =>
      createSqliteStorage<unknown>({ path: join(folder, `${name}.db`), ...needs }),
    remove: () => rmSync(folder, { recursive: true }),
  }
}

/** One service that announces, two that listen, a database each, and the bus between them. */
export async function createWorld(
  wiring: Wiring,
  databases: Databases = sqliteFiles(),
  clock: Clock = manualClock(1_700_000_000_000),
) {
  const random = seededRandom(7)
  const open = <T>(name: string, migrations: readonly (typeof heardMigration)[]) =>
    databases.open({ name, migrations, clock, log }) as Promise<Storage<T>>
  const shop = await open<KitTables>('shop', [])
  const outbox = createOutbox({ clock, ids: createIds(clock, random) })
  const wires = await wiring({ clock, types })
  const kitchen = await createDesk('kitchen', await open('kitchen', [heardMigration]))
  const desk = await createDesk('desk', await open('desk', [heardMigration]))

  async function createDesk(name: ListenerName, storage: Storage<DeskTables>) {
    const mishaps: Mishaps = { down: false, failsWith: () => undefined, offered: [] }
    const listens = [on(OrderPaidSchema, (event, joint: Storage<DeskTables>) => hear(joint, mishaps, event))]
    const needs = { name, storage, listens, clock, log }
    await wires.at(name).listen(name, types, interposed(createConsumer(needs), mishaps, clock))
    return { ...deskOf(storage), letters: createDeadLetters(needs), mishaps }
  }

  const relayOver = (storage: Storage<KitTables>, bus: Bus = wires.announcing) =>
    createRelay({ storage, bus, clock, log, random, sweepMs })

  return {
    clock,
    shop,
    kitchen,
    desk,
    wires,
    relayOver,
    relay: relayOver(shop),
    announce: (orderId: string, version: number) =>
      shop.tx('announce', (tx) => outbox.announce(tx, OrderPaidSchema, orderId, { orderId, version })),
    outboxSize: () =>
      shop.read('count', async (db) => (await db.selectFrom('outbox').select('seq').execute()).length),
    /** As `announce`, but the commit wakes nobody. */
    announceSilently: (orderId: string, version: number) =>
      shop.tx('announce', (tx) =>
        outbox.announce(silenced(tx), OrderPaidSchema, orderId, { orderId, version }),
      ),
    /** Moves the clock past the next offer, once everything that is due has been offered. */
    async untilNextOffer() {
      const next = await shop.read('next', (db) =>
        db.selectFrom('outbox').select('next_at').orderBy('next_at').limit(1).executeTakeFirst(),
      )
      if (!isManual(clock)) return
      if (next && next.next_at > clock.now()) clock.set(next.next_at + sweepMs)
      if (!next && wires.held?.()) clock.advance(10 * sweepMs)
    },
    async close() {
      for (const name of listenerNames) await wires.at(name).stop()
      await wires.announcing.stop()
      await wires.stop?.()
      await Promise.all([shop, kitchen.storage, desk.storage].map((storage) => storage.stop()))
      databases.remove()
    },
  }
}

export type World = Awaited<ReturnType<typeof createWorld>>

const isManual = (clock: Clock): clock is ManualClock => 'advance' in clock

/** The transaction without its signals. */
function silenced(tx: KitTx): KitTx {
  return { kit: tx.kit, upsertKit: tx.upsertKit.bind(tx), signal: () => undefined }
}

async function hear(storage: Storage<DeskTables>, mishaps: Mishaps, event: OrderPaid): Promise<void> {
  await storage.tx('hear', async (tx) => {
    await tx.insertGetId('heard', { order_id: event.orderId, version: event.version })
  })
  const failure = mishaps.failsWith(event)
  if (failure) throw failure
}

function interposed(deliver: Deliver, mishaps: Mishaps, clock: Clock): Deliver {
  return async (messages, attempt) => {
    mishaps.offered.push(...messages.map(({ id, key }) => ({ id, key, at: clock.now() })))
    if (mishaps.down) throw new Fault('unavailable', 'UNREACHABLE', 'down')
    return deliver(messages, attempt)
  }
}

function deskOf(storage: Storage<DeskTables>) {
  return {
    storage,
    heard: (orderId: string) =>
      storage.read('heard', async (db) => {
        const rows = await db
          .selectFrom('heard')
          .select('version')
          .where('order_id', '=', orderId)
          .orderBy('n')
          .execute()
        return rows.map(({ version }) => version)
      }),
    heardInAll: () =>
      storage.read('heardInAll', async (db) => (await db.selectFrom('heard').select('n').execute()).length),
  }
}

/** An envelope as a relay of another process would offer it. */
export function envelope(id: string, orderId: string, version: number): Envelope {
  const payload = JSON.stringify({ orderId, version })
  const traceparent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`
  return { id, type: types[0] ?? '', key: orderId, at: 1, payload, traceparent }
}

/** A message in the outbox that is not what its type says. */
export async function announceNonsense({ shop }: World): Promise<void> {
  const row = {
    msg_id: 'nonsense',
    type: OrderPaidSchema.typeName,
    msg_key: 'order',
    payload: '{"version":"x"}',
  }
  await shop.tx('nonsense', async (tx) => {
    const rest = { traceparent: '', created_at: 1, attempts: 0, next_at: 0 }
    await tx.kit
      .insertInto('outbox')
      .values({ ...row, ...rest })
      .execute()
    tx.signal('outbox')
  })
}

/** A storage whose transactions of one name fail, as if the process ended before them. */
export function failing<Tables>(storage: Storage<Tables>, verb: string): Storage<Tables> {
  const tx: Storage<Tables>['tx'] = (name, work) =>
    name === verb ? Promise.reject(new Error('killed')) : storage.tx(name, work)
  return { ...storage, tx }
}
