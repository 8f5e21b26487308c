import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { InventoryService, Outcome } from '#contracts/gen/cangqiong/inventory/v1/inventory_pb.js'
import { type Clock, type ManualClock, manualClock, systemClock } from '#kit/clock.ts'
import { fixedConfig } from '#kit/config/config.ts'
import { outsideContext, type Person, withContext } from '#kit/context.ts'
import { createSlowCrypto } from '#kit/crypto/slow.ts'
import { createMemoryEgress } from '#kit/egress/memory.ts'
import { createIds } from '#kit/ids.ts'
import { createMemoryJobs } from '#kit/jobs/memory.ts'
import { createOutbox } from '#kit/messaging/outbox.ts'
import { systemRandom } from '#kit/random.ts'
import { clientOf } from '#kit/rpc/client.ts'
import { codecTransport } from '#kit/rpc/codec.ts'
import type { Client } from '#kit/rpc/service.ts'
import { createSqliteStorage } from '#kit/storage/sqlite.ts'
import type { Migration, Storage } from '#kit/storage/storage.ts'
import { type Log, silentLog } from '#kit/telemetry/log.ts'
import type { TimerHandler } from '#kit/timers/timers.ts'
import { inventoryConfig } from './config.ts'
import { inventoryService } from './service.ts'
import type { InventoryTables } from './store/tables.ts'

export type InventoryCalls = Client<typeof InventoryService>

/** A whole inventory service over its own file. */
export interface Rig {
  readonly clock: ManualClock
  readonly storage: Storage<InventoryTables>
  readonly timers: Readonly<Record<string, TimerHandler>>
  as(by: Person): InventoryCalls
  /** Names and dishes of what was announced since the last look. */
  announced(): Promise<readonly string[]>
}

export const system: Person = { kind: 'system', id: 'order' }
export const customer: Person = { kind: 'customer', id: '7' }
export const staff: Person = { kind: 'employee', id: '3', shopId: '1', roles: ['staff'] }

/** Noon in Shanghai. */
export const noon = Date.UTC(2026, 5, 1, 4)
export const midnight = Date.UTC(2026, 5, 1, 16)
export const dayMs = 86_400_000

export type Open = (needs: {
  clock: Clock
  log: Log
  migrations: readonly Migration[]
}) => Promise<Storage<InventoryTables>>

let open: Open = async (needs) => {
  const folder = mkdtempSync(join(tmpdir(), 'inventory-'))
  const storage = await createSqliteStorage<InventoryTables>({ path: join(folder, 'inventory.db'), ...needs })
  const stop = () => storage.stop().finally(() => rmSync(folder, { recursive: true }))
  return { ...storage, stop }
}

/** Rigs of this process stand on another database from now on. */
export function standOn(other: Open): void {
  open = other
}

export async function createRig(t: TestContext): Promise<Rig> {
  const clock = manualClock(noon)
  const storage = await open({ clock, log: silentLog, migrations: inventoryService.migrations })
  t.after(() => storage.stop())
  const ids = createIds(clock, systemRandom)
  const around = {
    clock,
    ids,
    random: systemRandom,
    log: silentLog,
    egress: createMemoryEgress({}),
    slowCrypto: createSlowCrypto(),
    jobs: createMemoryJobs({ clock }),
    outbox: createOutbox({ clock, ids }),
    client: () => {
      throw new Error('inventory calls nobody')
    },
  }
  const { serves, timers } = inventoryService.create(around, storage, fixedConfig(inventoryConfig.parse({})))
  const needs = { clock: systemClock, random: systemRandom, log: silentLog, freeze: true }
  const client = clientOf(
    InventoryService,
    codecTransport(() => serves, needs),
  )
  return {
    clock,
    storage,
    timers,
    as: (by) => callingAs(client, by),
    announced: () => takeOutbox(storage),
  }
}

function callingAs(client: InventoryCalls, by: Person): InventoryCalls {
  const calls = Object.entries(client).map(([name, call]) => [
    name,
    (request: never) => withContext({ ...outsideContext, by }, () => call(request)),
  ])
  return Object.fromEntries(calls) as InventoryCalls
}

function takeOutbox(storage: Storage<InventoryTables>) {
  return storage.tx('takeOutbox', async (tx) => {
    const rows = await tx.kit.selectFrom('outbox').select(['type', 'payload']).orderBy('seq').execute()
    await tx.kit.deleteFrom('outbox').execute()
    return rows.map(({ type, payload }) => {
      const { dishId, available = '' } = JSON.parse(payload)
      return `${type.split('.').at(-1)} ${dishId} ${available}`.trim()
    })
  })
}

/** Reserves for shop 1; lines as dish → quantity. */
export async function reserve(rig: Rig, orderId: string, wanted: Readonly<Record<string, number>>) {
  const lines = Object.entries(wanted).map(([dishId, quantity]) => ({ dishId, quantity }))
  const { outcome, shortDishIds } = await rig.as(system).reserve({ orderId, shopId: '1', lines })
  return [Outcome[outcome], ...shortDishIds]
}

export async function setStock(rig: Rig, dishId: string, onHand?: number, dailyAmount?: number) {
  return rig.as(staff).setStock({ shopId: '1', dishId, onHand, dailyAmount, reason: '盘点' })
}

/** On hand and reserved of a dish. */
export async function figuresOf(rig: Rig, dishId: string) {
  const { items } = await rig.as(system).listStock({ shopId: '1', dishIds: [dishId] })
  return items.map(({ onHand, reserved }) => [onHand, reserved])[0]
}

/** The invariants I-5 and I-20 against the tables: what is wrong, empty when nothing is. */
export function violations(rig: Rig): Promise<readonly string[]> {
  return rig.storage.read('violations', async (db) => {
    const wrong: string[] = []
    const reservations = await db.selectFrom('reservation').selectAll().execute()
    const outcomes = new Map(reservations.map((row) => [row.order_id, row.outcome]))
    const lines = await db.selectFrom('reservation_line').selectAll().execute()
    const moves = await db.selectFrom('stock_move').selectAll().execute()
    for (const { dish_id, on_hand, reserved } of await db.selectFrom('stock').selectAll().execute()) {
      const held = lines.filter((line) => line.dish_id === dish_id && outcomes.get(line.order_id) === 'HELD')
      const moved = moves.filter((move) => move.dish_id === dish_id)
      const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
      if (reserved !== sum(held.map((line) => line.qty))) wrong.push(`${dish_id}: reserved ${reserved}`)
      if ((on_hand ?? 0) !== sum(moved.map((move) => move.delta)))
        wrong.push(`${dish_id}: on hand ${on_hand}`)
      if (on_hand !== null && reserved > on_hand) wrong.push(`${dish_id}: oversold`)
    }
    return wrong
  })
}
