import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { CatalogService } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { OrderService, OrderState } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { ReportService } from '#contracts/gen/cangqiong/report/v1/report_pb.js'
import { UserService } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { openSqliteBooks } from '../books/sqlite-books.ts'
import {
  foundIn,
  importable,
  importedIn,
  importInto,
  newInstallation,
  skippedIn,
  violationsOnSqlite,
  within,
} from './installation.fixture.ts'
import type { ImportReport } from './ledger.ts'
import { writeDump } from './old-dump.fixture.ts'
import { oldTown, plainPassword, type Values } from './old-town.fixture.ts'
import type { TableName } from './schema.ts'

const folder = mkdtempSync(join(tmpdir(), 'dumps-'))
after(() => rmSync(folder, { recursive: true }))

let dumps = 0
function dumpOf(...rows: readonly (readonly [TableName, Values])[]): string {
  const file = join(folder, `few-${dumps++}.sql`)
  writeDump(file, {
    ...{ expected: {}, found: {} },
    *rows() {
      for (const [table, values] of rows) yield { table, values }
    },
  })
  return file
}

describe('an old installation with a share of dirty rows', () => {
  const town = oldTown({ orders: 900, seed: 7, dirtyPercent: 25 })
  const dump = join(folder, 'town.sql')
  let dataDir: string
  let remove: () => void = () => undefined
  let report: ImportReport

  after(() => remove())
  before(async () => {
    const installation = await newInstallation()
    dataDir = installation.dataDir
    remove = installation.remove
    writeDump(dump, town)
    report = await importInto(dataDir, dump)
  })

  test('every row of every table is accounted for, and what stays behind says why', () => {
    assert.deepEqual(foundIn(report), town.found)
    assert.deepEqual(skippedIn(report), town.expected)
    assert.equal(importedIn(report), importable(town))
  })

  test('the books are clean', async () => {
    assert.deepEqual(await violationsOnSqlite(dataDir), [])
  })

  test('everything keeps its old number, and an order the number people know it by', async () => {
    const books = openSqliteBooks(dataDir)
    const [row] = await books.all<{ own: number; old: number }>(
      'order',
      `SELECT SUM(CASE WHEN i.idem_key = CAST(o.number_id AS TEXT) THEN 1 ELSE 0 END) AS own, COUNT(*) AS old
        FROM orders o JOIN idempotency i ON i.resource_id = o.id`,
    )
    await books.close()
    assert.equal(row?.own, row?.old)
    await within(dataDir, async (client) => {
      const dish = await client(CatalogService).getDish({ dishId: '4' })
      assert.equal(dish.name, '酸菜/鱼')
      assert.deepEqual(
        dish.optionGroups.map(({ name, choices }) => [name, choices.map((choice) => choice.name)]),
        [['辣度', ['不辣', '微辣', '中辣', '重辣']]],
      )
      const meal = await client(CatalogService).getSetMeal({ setMealId: '3' })
      assert.equal(meal.onSale, false, 'it holds a dish that is stopped')
      const lacking = await client(CatalogService).getSetMeal({ setMealId: '4' })
      assert.equal(lacking.onSale, false, 'one of its dishes is not here')
    })
  })

  test('orders stand in the customer’s and the shop’s lists in the order they were placed', async () => {
    const { orders } = await within(dataDir, (client) =>
      client(OrderService).listShopOrders({
        shopId: '1',
        states: [OrderState.COMPLETED],
        cursor: '',
        limit: 100,
      }),
    )
    const placed = orders.map(({ createdAt }) => createdAt)
    assert.deepEqual(
      placed,
      placed.toSorted((a, b) => b - a),
    )
    assert.equal(orders[0]?.history.length, 0, 'a list has no histories')
  })

  test('the reports tell the turnover of what was completed, on the days it was', async () => {
    const books = openSqliteBooks(dataDir)
    const [sold] = await books.all<{ fen: number; orders: number }>(
      'order',
      "SELECT SUM(amount_fen) AS fen, COUNT(*) AS orders FROM orders WHERE state = 'COMPLETED'",
    )
    await books.close()
    const days = await within(dataDir, async (client) => {
      const asked = [2024, 2025].map((year) =>
        client(ReportService).getTurnover({ shopId: '1', from: `${year}-01-01`, to: `${year}-12-31` }),
      )
      return (await Promise.all(asked)).flatMap((told) => told.days)
    })
    assert.equal(
      days.reduce((sum, { orders }) => sum + orders, 0),
      sold?.orders,
    )
    assert.equal(
      days.reduce((sum, { grossFen }) => sum + grossFen, 0),
      sold?.fen,
    )
  })

  test('a second run brings nothing twice', async () => {
    const again = await importInto(dataDir, dump)
    assert.equal(importedIn(again), 0)
    assert.deepEqual(foundIn(again), town.found)
    assert.deepEqual(await violationsOnSqlite(dataDir), [])
  })

  test('passwords kept as MD5 and as text open the first session and are strong from then on', async () => {
    const hashes = async () => {
      const books = openSqliteBooks(dataDir)
      const rows = await books.all<{ username: string; hash: string }>(
        'user',
        'SELECT username, password_hash AS hash FROM employee',
      )
      await books.close()
      return Object.fromEntries(rows.map(({ username, hash }) => [username, hash]))
    }
    const kept = await hashes()
    assert.match(kept.admin ?? '', /^md5:\$argon2id\$/)
    assert.match(kept.xiaoli ?? '', /^\$argon2id\$/)
    await within(dataDir, async (client) => {
      const users = client(UserService)
      await assert.rejects(users.loginEmployee({ username: 'admin', password: '654321' }), {
        reason: 'CREDENTIALS_WRONG',
      })
      const session = await users.loginEmployee({ username: 'admin', password: '123456' })
      assert.equal(session.mustChangePassword, true)
      assert.ok(session.roles.includes('manager'))
      await users.loginEmployee({ username: 'admin', password: '123456' })
      await users.loginEmployee({ username: 'xiaoli', password: plainPassword })
      await assert.rejects(users.loginEmployee({ username: 'gone', password: '123456' }), {
        reason: 'EMPLOYEE_DISABLED',
      })
    })
    assert.match((await hashes()).admin ?? '', /^\$argon2id\$/)
    assert.deepEqual(await violationsOnSqlite(dataDir), [])
  })

  test('no password is in the databases as it was', () => {
    for (const part of ['user.sqlite', 'user.sqlite-wal'].map((name) => join(dataDir, 'db', name))) {
      if (!existsSync(part)) continue
      const bytes = readFileSync(part)
      assert.equal(bytes.includes('e10adc3949ba59abbe56e057f20f883e'), false)
      assert.equal(bytes.includes(plainPassword), false)
    }
  })
})

const audit: Values = [null, null, null, null]
const customer = (id: number): readonly [TableName, Values] => [
  'user',
  [id, `o-${id}`, null, null, null, null, null, '2024-01-01 00:00:00'],
]
const completed = (id: number, number: string): Values => [
  ...[id, number, 5, 1, 1, '2024-05-01 12:00:00', '2024-05-01 12:01:00', 1, 1, '8.00', null],
  ...['13812345678', '建国路', null, '王', null, null, null, null, 1, '2024-05-01 12:40:00', null, 1, 1],
]
const line = (id: number, order: number): readonly [TableName, Values] => [
  'order_detail',
  [id, '米饭', null, order, 3, null, null, 1, '2.00'],
]

test('a later run takes what is new, and tells what has changed since without touching it', async (t) => {
  const { dataDir, remove } = await newInstallation()
  t.after(remove)
  await importInto(dataDir, dumpOf(customer(1), ['orders', completed(1, 'A')], line(1, 1)))
  const changed = completed(1, 'A').map((value, column) => (column === 9 ? '9.00' : value))
  const later = dumpOf(
    customer(1),
    ['orders', changed],
    ['orders', completed(2, 'A')],
    line(1, 1),
    line(2, 2),
  )
  const report = await importInto(dataDir, later)
  assert.deepEqual(skippedIn(report), {
    user: { ALREADY_IMPORTED: 1 },
    orders: { CHANGED_SINCE: 1 },
    order_detail: { CHANGED_SINCE: 1 },
  })
  assert.equal(importedIn(report), 2)
  const { orders } = await within(dataDir, (client) =>
    client(OrderService).listShopOrders({ shopId: '1', states: [], cursor: '', limit: 10 }),
  )
  assert.deepEqual(
    orders.map(({ number, amountFen }) => [number, amountFen]),
    [
      ['A-2', 800],
      ['A', 800],
    ],
  )
  assert.deepEqual(await violationsOnSqlite(dataDir), [])
})

test('where numbers and names are taken, things get others or are the same', async (t) => {
  const { dataDir, remove } = await newInstallation()
  t.after(remove)
  await within(dataDir, async (client) => {
    const catalog = client(CatalogService)
    await catalog.createShop({ fields: { name: '老店', address: '', phone: '', notice: '' } })
    await catalog.createCategory({
      shopId: '1',
      fields: { kind: 1, name: '传统主食', sort: 1, enabled: true },
    })
    await client(UserService).createEmployee({
      ...{ shopId: '1', username: 'admin', name: '店长', phone: '13900000000' },
      ...{ password: 'a-long-secret', roles: ['manager'] },
    })
  })
  const dump = dumpOf(
    ['category', [1, 1, '酒水饮料', 1, 1, ...audit]],
    ['category', [2, 1, '传统主食', 1, 1, ...audit]],
    ['dish', [1, '米饭', 2, '2.00', null, null, 1, ...audit]],
    ['dish', [2, '可乐', 1, '3.00', null, null, 1, ...audit]],
    ['employee', [1, '管理员', 'admin', 'x', '13812312312', '1', '1', 1, ...audit]],
  )
  const report = await importInto(dataDir, dump)
  assert.deepEqual(skippedIn(report), { category: { NAME_TAKEN: 1 }, employee: { USERNAME_TAKEN: 1 } })
  const { categories, dishes } = await within(dataDir, async (client) => {
    const { categories } = await client(CatalogService).listCategories({ shopId: '1' })
    const { dishes } = await client(CatalogService).listDishes({ shopId: '1', categoryId: '' })
    return { categories, dishes }
  })
  const idOf = (name: string) => categories.find((each) => each.name === name)?.id
  assert.equal(idOf('传统主食'), '1')
  assert.deepEqual(
    dishes.map(({ id, name, categoryId }) => [id, name, categoryId]),
    [
      ['1', '米饭', '1'],
      ['2', '可乐', idOf('酒水饮料')],
    ],
  )
})

test('pictures are taken from a folder, by the names that their addresses end in', async (t) => {
  const { dataDir, remove } = await newInstallation()
  t.after(remove)
  const images = mkdtempSync(join(folder, 'images-'))
  const drawing =
    '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>'
  writeFileSync(join(images, 'rice.svg'), drawing)
  writeFileSync(join(images, 'notes.txt'), 'no picture')
  const dump = dumpOf(
    ['category', [1, 1, '主食', 1, 1, ...audit]],
    ['dish', [1, '米饭', 1, '2.00', 'https://pictures.invalid/a/rice.svg?x=1', null, 1, ...audit]],
    ['dish', [2, '馒头', 1, '1.00', 'https://pictures.invalid/a/bun.svg', null, 1, ...audit]],
  )
  const report = await importInto(dataDir, dump, { images })
  const notes = report.tables.find(({ table }) => table === 'dish')?.notes
  assert.deepEqual(notes, { IMAGE_MISSING: { rows: 1, firstIds: ['2'] } })
  const { dishes } = await within(dataDir, (client) =>
    client(CatalogService).listDishes({ shopId: '1', categoryId: '' }),
  )
  assert.match(dishes[0]?.image ?? '', /^\/v1\/images\/[0-9a-f]{64}$/)
  assert.equal(dishes[1]?.image, '')
})

test('what is no sky_take_out is refused with nothing changed', async (t) => {
  const { dataDir, remove } = await newInstallation()
  t.after(remove)
  const other = join(folder, 'other.sql')
  writeFileSync(other, "INSERT INTO `posts` VALUES (1,'hello');\n")
  await assert.rejects(importInto(dataDir, other), /nothing there is a row of a sky_take_out/)
  const torn = dumpOf(customer(1), customer(2))
  writeFileSync(torn, readFileSync(torn, 'utf8').replace(/\(2,[\s\S]*$/, "(2,'o-"))
  await assert.rejects(importInto(dataDir, torn), /ends in the middle of an INSERT/)
  await assert.rejects(importInto(dataDir, join(folder, 'nowhere.sql')), /there is no file/)
  const { customers } = await within(dataDir, (client) => client(UserService).replayEvents({ cursor: '' }))
  assert.deepEqual(customers, [])
  assert.equal(existsSync(join(dataDir, 'import-rows.sqlite')), false)
})
