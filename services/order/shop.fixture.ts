import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, manualClock } from '#kit/clock.ts'
import { createIds } from '#kit/ids.ts'
import { createOutbox } from '#kit/messaging/outbox.ts'
import { seededRandom } from '#kit/random.ts'
import { createSqliteStorage } from '#kit/storage/sqlite.ts'
import type { KitTx, Migration, Storage } from '#kit/storage/storage.ts'
import { type Log, silentLog } from '#kit/telemetry/log.ts'
import type { Availability } from './domain/advice.ts'
import type { Slot } from './domain/pricing.ts'
import type { Submission } from './domain/submission.ts'
import { createAnnounce, createAnnounceAfterSales, createAnnounceForgotten } from './events.ts'
import type {
  AfterSalesNeeds,
  AttemptAnswer,
  CustomerNeeds,
  DeskNeeds,
  OrderNeeds,
  StockAnswer,
} from './ports.ts'
import { orderService } from './service.ts'
import { createCartStore } from './store/carts.ts'
import { createClaimStore } from './store/claims.ts'
import { createCustomerStore } from './store/closed-customers.ts'
import { createDesk } from './store/desk.ts'
import { createGrantStore } from './store/grants.ts'
import { createOrderStore } from './store/orders.ts'
import type { OrderTables } from './store/tables.ts'
import { advanceOrder } from './use-cases/advance-order.ts'

/** What the neighbours answer, changed by tests as they need. */
export interface Neighbours {
  priceFen: number
  deliveryFeeFen: number
  isOpen: boolean
  refusal: string
  slot: Slot | undefined
  isSold: boolean
  itemRefusal: string
  /** Dishes that are on no menu any more. */
  readonly deleted: Set<string>
  reserve: () => Promise<StockAnswer>
  close: () => Promise<AttemptAnswer>
  prepare: () => Promise<AttemptAnswer>
  available: () => Promise<Availability>
  released: string[]
  committed: string[]
  refunded: { attemptId: string; n: number; amountFen: number }[]
}

export const customer = { kind: 'customer', id: '7' } as const
export const stranger = { kind: 'customer', id: '8' } as const
export const staff = { kind: 'employee', id: '3', shopId: '1', roles: ['staff'] } as const
const zhang = { consignee: '张三', phone: '13800000001', text: '北京市海淀区上地十街10号' }
export const cook = { ...staff, id: '4', roles: ['kitchen'] } as const
export const manager = { ...staff, id: '2', roles: ['manager'] } as const
export const rice = { kind: 'DISH', id: '49', options: [] } as const

export type Open = (needs: {
  clock: Clock
  log: Log
  migrations: readonly Migration[]
}) => Promise<Storage<OrderTables>>

let open: Open = async (needs) => {
  const folder = mkdtempSync(join(tmpdir(), 'order-'))
  const storage = await createSqliteStorage<OrderTables>({ path: join(folder, 'order.sqlite'), ...needs })
  const stop = () => storage.stop().finally(() => rmSync(folder, { recursive: true, force: true }))
  return { ...storage, stop }
}

/** Shops of this process stand on another database from now on. */
export function standOn(other: Open): void {
  open = other
}

/** The order service's use cases on a real database, beside neighbours that answer what a test wants. */
export async function openShop() {
  const clock = manualClock(1_790_000_000_000)
  const random = seededRandom(42)
  const ids = createIds(clock, random)
  const storage = await open({ clock, log: silentLog, migrations: orderService.migrations })
  const neighbours = goodNeighbours()
  const windows = { payMs: 900_000, acceptMs: 0, deliveryMs: 10_800_000, placeRetryMs: 2000 }
  const outbox = createOutbox({ clock, ids })
  const announceAfterSales = createAnnounceAfterSales(outbox)
  const needs: OrderNeeds & AfterSalesNeeds & DeskNeeds & CustomerNeeds = {
    store: createOrderStore(storage, createAnnounce(outbox)),
    gone: createCustomerStore(storage, createAnnounceForgotten(outbox)),
    personalKeptMs: () => 86_400_000,
    carts: createCartStore(storage),
    grants: createGrantStore(storage, announceAfterSales),
    claims: createClaimStore(storage, announceAfterSales),
    claimWindowMs: () => 86_400_000,
    desk: createDesk(storage),
    ...portsOf(neighbours, clock.now),
    clock,
    ids,
    rules: () => ({ takesOrders: true, windows, placeWaitMs: 2000, reminderPauseMs: 60_000 }),
  }
  return {
    needs,
    neighbours,
    clock,
    storage,
    submission: (changes: Partial<Submission> = {}): Submission => ({
      orderId: ids.uuid(),
      shopId: '1',
      idempotencyKey: 'key-1',
      addressId: '5',
      expectedAmountFen: 200 + 100 + 600,
      remark: '',
      cutlery: 1,
      cutleryByMeal: false,
      deliverAt: 0,
      ...changes,
    }),
    /** Fires what is due, as the timers would. */
    fireTimers: async () => {
      const due = await storage.tx('due', (tx) =>
        tx.kit
          .selectFrom('timer')
          .selectAll()
          .where('kind', '=', 'order')
          .where('due_at', '<=', clock.now())
          .execute(),
      )
      for (const { ref, due_at } of due) {
        await advanceOrder(needs, ref)
        const fired = (tx: KitTx) =>
          tx.kit.deleteFrom('timer').where('ref', '=', ref).where('due_at', '=', due_at).execute()
        await storage.tx('fired', fired)
      }
    },
    eventTypes: async () => {
      const rows = await storage.read('events', (db) =>
        (db as unknown as import('kysely').Kysely<{ outbox: { type: string; seq: number } }>)
          .selectFrom('outbox')
          .select('type')
          .orderBy('seq')
          .execute(),
      )
      return rows.map(({ type }) => type.split('.').at(-1))
    },
    close: () => storage.stop(),
  }
}

function goodNeighbours(): Neighbours {
  return {
    priceFen: 200,
    deliveryFeeFen: 600,
    isOpen: true,
    refusal: '',
    slot: undefined,
    isSold: true,
    itemRefusal: '',
    deleted: new Set(),
    reserve: async () => ({ outcome: 'HELD' }),
    close: async () => ({ state: 'CLOSED' }),
    prepare: async () => ({ state: 'PREPAID', parameters: { h5Url: 'http://cashier' } }),
    available: async () => new Map(),
    released: [],
    committed: [],
    refunded: [],
  }
}

function refusalOf({ deleted, isSold, itemRefusal }: Neighbours, itemId: string): string {
  if (deleted.has(itemId)) return 'DISH_MISSING'
  return isSold ? itemRefusal : 'DISH_STOPPED'
}

function portsOf(
  neighbours: Neighbours,
  now: () => number,
): Pick<OrderNeeds, 'catalog' | 'inventory' | 'payments' | 'customers'> {
  const parts = (id: string) => [{ dishId: id, name: '米饭', quantity: 1 }]
  return {
    catalog: {
      hasImages: async (ids) => ids.every((id) => id.startsWith('i')),
      price: async (shopId, items) => ({
        priced: items.map(({ id }) => ({
          refusal: refusalOf(neighbours, id),
          name: '米饭',
          image: '',
          unitPriceFen: neighbours.priceFen,
          parts: parts(id),
          categoryId: '5',
          categoryName: '主食',
        })),
        shop: {
          id: shopId,
          packingFeeFen: 100,
          timeZone: 'Asia/Shanghai',
        },
        terms: {
          refusal: neighbours.isOpen ? neighbours.refusal : 'SHOP_CLOSED',
          deliveryFeeFen: neighbours.deliveryFeeFen,
          minimumOrderFen: 0,
          leadMs: 3_000_000,
          estimatedAt: now() + 3_000_000,
          slot: neighbours.slot,
        },
      }),
      phoneOf: async () => '010-88889999',
      slots: async () => (neighbours.slot ? [neighbours.slot] : []),
    },
    inventory: {
      reserve: () => neighbours.reserve(),
      commit: async (orderId) => void neighbours.committed.push(orderId),
      release: async (orderId) => void neighbours.released.push(orderId),
      available: () => neighbours.available(),
    },
    payments: {
      prepare: () => neighbours.prepare(),
      close: () => neighbours.close(),
      refund: async (_orderId, { attemptId, n, amountFen }) => {
        neighbours.refunded.push({ attemptId, n, amountFen })
        return 'REQUESTED'
      },
    },
    customers: {
      addressOf: async () => ({ ...zhang, location: null }),
      openidOf: async () => 'openid-7',
    },
  }
}
