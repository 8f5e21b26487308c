import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import {
  CatalogService,
  CategoryKind,
  OptionGroupKind,
} from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
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
import { catalogConfig } from './config.ts'
import { catalogService } from './service.ts'
import type { CatalogTables } from './store/tables.ts'

export type CatalogCalls = Client<typeof CatalogService>

/** A whole catalog service over its own file; `instances` of it share the file. */
export interface Rig {
  /** Monday, 1 June 2026, noon in China, when a rig begins. */
  readonly clock: ManualClock
  readonly storage: Storage<CatalogTables>
  /** What a person can call; the second instance has a memory of its own. */
  as(by: Person, instance?: 0 | 1): CatalogCalls
  /** Types and payloads of what stands in the outbox since the last look. */
  announced(): Promise<readonly string[]>
}

export const system: Person = { kind: 'system', id: 'test' }
export const anonymous: Person = { kind: 'anonymous' }
export const customer: Person = { kind: 'customer', id: '7' }
export const staffOf = (shopId: string): Person => ({ kind: 'employee', id: '3', shopId, roles: ['staff'] })
export const managerOf = (shopId: string): Person => ({
  kind: 'employee',
  id: '2',
  shopId,
  roles: ['manager'],
})

export type Open = (needs: {
  clock: Clock
  log: Log
  migrations: readonly Migration[]
}) => Promise<Storage<CatalogTables>>

let open: Open = async (needs) => {
  const folder = mkdtempSync(join(tmpdir(), 'catalog-'))
  const storage = await createSqliteStorage<CatalogTables>({ path: join(folder, 'catalog.db'), ...needs })
  const stop = () => storage.stop().finally(() => rmSync(folder, { recursive: true }))
  return { ...storage, stop }
}

/** Rigs of this process stand on another database from now on. */
export function standOn(other: Open): void {
  open = other
}

export async function createRig(t: TestContext): Promise<Rig> {
  const clock = manualClock(Date.UTC(2026, 5, 1, 4))
  const storage = await open({ clock, log: silentLog, migrations: catalogService.migrations })
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
      throw new Error('the catalog calls nobody')
    },
  }
  const instances = [0, 1].map(() => {
    const { serves } = catalogService.create(around, storage, fixedConfig(catalogConfig.parse({})))
    const needs = { clock: systemClock, random: systemRandom, log: silentLog, freeze: true }
    return clientOf(
      CatalogService,
      codecTransport(() => serves, needs),
    )
  })
  return {
    clock,
    storage,
    as: (by, instance = 0) => callingAs(instances[instance] as CatalogCalls, by),
    announced: () => takeOutbox(storage),
  }
}

function callingAs(client: CatalogCalls, by: Person): CatalogCalls {
  const calls = Object.entries(client).map(([name, call]) => [
    name,
    (request: never) => withContext({ ...outsideContext, by }, () => call(request)),
  ])
  return Object.fromEntries(calls) as CatalogCalls
}

function takeOutbox(storage: Storage<CatalogTables>) {
  return storage.tx('takeOutbox', async (tx) => {
    const rows = await tx.kit.selectFrom('outbox').select(['type', 'payload']).orderBy('seq').execute()
    await tx.kit.deleteFrom('outbox').execute()
    return rows.map(({ type, payload }) => `${type.split('.').at(-1)} ${payload}`)
  })
}

export const shopFields = {
  name: '苍穹餐厅',
  address: '北京市昌平区金燕龙办公楼',
  phone: '010-88889999',
  notice: '欢迎光临',
  packingFeeFen: 100,
  deliveryFeeFen: 600,
  minimumOrderFen: 2000,
}

export const spiciness = {
  kind: OptionGroupKind.ADDITION,
  name: '辣度',
  minimum: 1,
  maximum: 1,
  choices: [
    { name: '不辣', priceFen: 0 },
    { name: '重辣', priceFen: 100 },
  ],
}

export const extras = {
  kind: OptionGroupKind.ADDITION,
  name: '加料',
  minimum: 0,
  maximum: 2,
  choices: [
    { name: '豆腐', priceFen: 300 },
    { name: '粉丝', priceFen: 200 },
    { name: '青菜', priceFen: 150 },
  ],
}

export const dishFields = {
  name: '老坛酸菜鱼',
  priceFen: 5600,
  image: '',
  description: '原料：汤，草鱼，酸菜',
  optionGroups: [spiciness, extras],
}

/** A shop with a dish section, a set meal section, two dishes on sale and a set meal of both on sale. */
export async function createShop(rig: Rig) {
  const calls = rig.as(system)
  const { id: shopId } = await calls.createShop({ fields: shopFields })
  const section = (kind: CategoryKind, name: string, sort: number) =>
    calls.createCategory({ shopId, fields: { kind, name, sort, enabled: true } })
  const { id: dishCategoryId } = await section(CategoryKind.DISH, '水煮鱼', 8)
  const { id: mealCategoryId } = await section(CategoryKind.SET_MEAL, '人气套餐', 12)
  const fish = await calls.createDish({ shopId, fields: { ...dishFields, categoryId: dishCategoryId } })
  const riceFields = { categoryId: dishCategoryId, name: '米饭', priceFen: 200, image: '', description: '' }
  const rice = await calls.createDish({ shopId, fields: riceFields })
  for (const dish of [fish, rice]) await calls.setDishOnSale({ dishId: dish.id, onSale: true })
  const parts = [
    { dishId: fish.id, copies: 1 },
    { dishId: rice.id, copies: 2 },
  ]
  const mealFields = { categoryId: mealCategoryId, name: '酸菜鱼套餐', priceFen: 5800, parts }
  const meal = await calls.createSetMeal({ shopId, fields: mealFields })
  await calls.setSetMealOnSale({ setMealId: meal.id, onSale: true })
  await rig.announced()
  return { shopId, dishCategoryId, mealCategoryId, fish, rice, meal, riceFields, mealFields }
}
