import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ItemKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { OrderState } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import type { OldRow } from '../schema.ts'
import { addressOf } from './address.ts'
import { categoryOf } from './category.ts'
import { customerOf } from './customer.ts'
import { employeeOf } from './employee.ts'
import { fateOf } from './fate.ts'
import { flavoursOf } from './flavours.ts'
import { itemOf } from './item.ts'
import { linesOf } from './lines.ts'
import { type Around, orderOf } from './order.ts'
import { partsOf } from './parts.ts'

const known = { categoryId: (id: string | null) => (id === '11' ? '1' : undefined), image: () => '' }

test('a category keeps what our menus can have of it', () => {
  const row = { type: '2', name: '人气/套餐', sort: '120', status: '0' }
  const { take, notes } = categoryOf(row) as Exclude<ReturnType<typeof categoryOf>, { skip: string }>
  assert.deepEqual({ ...take, kind: 0 }, { kind: 0, name: '人气/套餐', sort: 99, enabled: false })
  assert.deepEqual(notes, ['SORT_CHANGED'])
  assert.deepEqual(categoryOf({ ...row, type: null }), { skip: 'KIND_UNKNOWN' })
})

test('an item without a price or a category stays behind, and one without its picture says so', () => {
  const row = { name: '鱼', category_id: '11', price: '56.50', image: 'https://a/b.png', description: null }
  assert.deepEqual(itemOf(row, known), {
    take: { categoryId: '1', name: '鱼', priceFen: 5650, image: '', description: '' },
    notes: ['IMAGE_MISSING'],
  })
  assert.deepEqual(itemOf({ ...row, price: null }, known), { skip: 'PRICE_INVALID' })
  assert.deepEqual(itemOf({ ...row, category_id: '99' }, known), { skip: 'CATEGORY_MISSING' })
})

test('flavours become option groups of which one choice or none is taken', () => {
  const flavour = (id: number, name: string | null, value: string | null) => ({ id: String(id), name, value })
  const many = JSON.stringify(Array.from({ length: 21 }, (_, n) => `c${n}`))
  const { groups, skipped } = flavoursOf([
    flavour(1, '辣度', '["不辣","微辣","不辣"]'),
    flavour(2, '辣度', '["重辣"]'),
    flavour(3, '忌口', "['不要葱']"),
    flavour(4, '温度', '[]'),
    flavour(5, '甜味', '"无糖"'),
    flavour(6, '忌口', many),
  ])
  assert.deepEqual(groups, [
    {
      ...{ name: '辣度', minimum: 0, maximum: 1 },
      choices: [
        { name: '不辣', priceFen: 0 },
        { name: '微辣', priceFen: 0 },
      ],
    },
  ])
  assert.deepEqual(
    [...skipped],
    [
      ['2', 'FLAVOUR_TWICE'],
      ['3', 'FLAVOUR_NOT_JSON'],
      ['4', 'FLAVOUR_EMPTY'],
      ['5', 'FLAVOUR_NOT_JSON'],
      ['6', 'CHOICES_TOO_MANY'],
    ],
  )
})

test('a set meal holds dishes that are here, as often as all its rows say', () => {
  const part = (id: number, dish_id: string | null, copies: string | null) => ({
    id: String(id),
    dish_id,
    copies,
  })
  const rows = [
    part(1, '5', '1'),
    part(2, '5', '2'),
    part(3, '6', '1'),
    part(4, '5', '0'),
    part(5, '7', null),
  ]
  const dishes: Record<string, string> = { 5: '50', 7: '70' }
  const { parts, skipped } = partsOf(rows, (id) => dishes[id ?? ''])
  assert.deepEqual(parts, [
    { dishId: '50', copies: 3 },
    { dishId: '70', copies: 1 },
  ])
  assert.deepEqual([...skipped], [['3', 'DISH_MISSING']])
})

test('the account that came with the installation is the manager’s, the others are staff', () => {
  const row = { username: 'Admin', name: '管理员<b>', phone: '13812312312', password: 'x', status: '1' }
  const admin = employeeOf(row)
  assert.ok('take' in admin)
  assert.deepEqual([admin.take.roles, admin.take.name], [['manager'], '管理员 b'])
  assert.deepEqual(admin.notes, ['NAME_CHANGED', 'MADE_MANAGER'])
  const other = employeeOf({ ...row, username: 'xiaoli', name: null, status: '0' })
  assert.ok('take' in other)
  assert.deepEqual([other.take.roles, other.take.name, other.take.enabled], [['staff'], 'xiaoli', false])
})

test('a customer without openid and phone comes along, because orders hang on it, and cannot log in', () => {
  assert.deepEqual(customerOf({ name: null, phone: '123', openid: null, create_time: null }, 5), {
    take: { name: '', phone: '', openid: '', registeredAt: 5 },
    notes: ['DATE_UNKNOWN', 'PHONE_DROPPED', 'NO_LOGIN'],
  })
})

test('an address says M and F, 家 and 公司, however they were written', () => {
  const row = { consignee: '王', sex: '0', phone: '13812345678', label: '2', is_default: '1', detail: 'a\nb' }
  const mapped = addressOf(row, '7')
  assert.ok('take' in mapped)
  const { sex, label, detail, province } = mapped.take.fields
  assert.deepEqual([sex, label, detail, province, mapped.take.isDefault], ['F', '家', 'a b', '', true])
  const coded = addressOf({ ...row, province_code: '11', city_code: '北京', district_code: null }, '7')
  assert.ok('take' in coded)
  const { provinceCode, cityCode, districtCode } = coded.take.fields
  assert.deepEqual([provinceCode, cityCode, districtCode], ['11', '', ''])
  assert.deepEqual(addressOf(row, undefined), { skip: 'CUSTOMER_MISSING' })
})

describe('how an order ended', () => {
  const now = Date.UTC(2025, 0, 1)
  const day = '2024-05-01'
  const at = (time: string) => Date.parse(`${day}T${time}+08:00`)
  const placed = { order_time: `${day} 12:00:00`, pay_status: '0' }
  const paid = { ...placed, pay_status: '1', checkout_time: `${day} 12:01:00` }

  const cases: readonly (readonly [string, OldRow, object])[] = [
    [
      'completed',
      { ...paid, status: '5', delivery_time: `${day} 13:00:00` },
      { end: 'completed', endedAt: at('13:00:00') },
    ],
    ['completed, nobody knows when', { ...paid, status: '5' }, { end: 'completed', endedAt: at('12:01:00') }],
    ['completed and never paid', { ...placed, status: '5' }, { skip: 'COMPLETED_UNPAID' }],
    [
      'completed and given back',
      { ...paid, status: '5', pay_status: '2' },
      { end: 'completed', refunded: true, note: 'COMPLETED_REFUNDED' },
    ],
    [
      'cancelled unpaid',
      { ...placed, status: '6', cancel_time: `${day} 12:09:00` },
      { paidAt: 0, endedAt: at('12:09:00') },
    ],
    [
      'cancelled and given back',
      { ...paid, status: '6', pay_status: '2' },
      { refunded: true, paidAt: at('12:01:00') },
    ],
    ['of status 7', { ...paid, status: '7' }, { end: 'cancelled', refunded: true }],
    ['cancelled by the shop', { ...paid, status: '6' }, { refunded: false, note: 'REFUND_UNKNOWN' }],
    [
      'overwritten by the timeout after it was paid',
      { ...paid, status: '6', pay_status: '0' },
      { paidAt: at('12:01:00'), note: 'REFUND_UNKNOWN' },
    ],
    [
      'never paid and forgotten',
      { ...placed, status: '1' },
      { end: 'cancelled', note: 'CLOSED_UNPAID', endedAt: at('12:15:00') },
    ],
    ['paid and not yet seen to be', { ...paid, status: '1' }, { skip: 'ORDER_OPEN' }],
    ['waiting for the shop', { ...paid, status: '2' }, { skip: 'ORDER_OPEN' }],
    ['accepted', { ...paid, status: '3' }, { skip: 'ORDER_OPEN' }],
    ['out for a day', { ...paid, status: '4' }, { end: 'completed', note: 'COMPLETED_BY_TIME' }],
    ['out and unpaid', { ...placed, status: '4' }, { skip: 'ORDER_OPEN' }],
    ['of no status', { ...paid, status: '9' }, { skip: 'STATUS_UNKNOWN' }],
    ['of no date', { ...paid, order_time: null, status: '5' }, { skip: 'DATE_INVALID' }],
  ]
  for (const [name, row, expected] of cases)
    test(`an order ${name}`, () => {
      const fate: object = fateOf(row, now)
      assert.deepEqual({ ...fate, ...expected }, fate)
    })

  test('what its own clock has not ended yet is open', () => {
    const soon = at('12:10:00')
    assert.deepEqual(fateOf({ ...placed, status: '1' }, soon), { skip: 'ORDER_OPEN' })
    assert.deepEqual(fateOf({ ...paid, status: '4' }, soon), { skip: 'ORDER_OPEN' })
  })
})

describe('an order', () => {
  const around: Around = {
    now: Date.UTC(2025, 0, 1),
    customerId: (id) => (id === '3' ? '30' : undefined),
    dish: (id) => (id === '5' ? { id: '50', categoryId: '1', categoryName: '主食' } : undefined),
    setMeal: () => undefined,
    image: () => '',
  }
  const row: OldRow = {
    ...{ id: '1', number: 'N', status: '5', user_id: '3', order_time: '2024-05-01 12:00:00' },
    ...{ pay_status: '1', amount: '20.00', pack_amount: '2', delivery_status: '1', tableware_number: '-1' },
  }
  const detail = (changes: OldRow = {}): OldRow => ({
    ...{
      id: '1',
      name: '米饭',
      dish_id: '5',
      setmeal_id: null,
      dish_flavor: '微辣',
      number: '3',
      amount: '4.00',
    },
    ...changes,
  })
  const charges = (changes: OldRow, details: readonly OldRow[]) => {
    const mapped = orderOf({ ...row, ...changes }, details, around)
    return 'take' in mapped ? [mapped.take.order.charges, mapped.notes] : mapped
  }

  test('what is left of its amount beside lines and packing is the delivery', () => {
    assert.deepEqual(charges({}, [detail()]), [
      [
        { kind: 'packing', amountFen: 200 },
        { kind: 'delivery', amountFen: 600 },
      ],
      [],
    ])
  })

  test('an amount that makes no sense of its lines is kept, and the rest is called a difference', () => {
    assert.deepEqual(charges({ amount: '0.01', pack_amount: null }, [detail()]), [
      [{ kind: 'difference', amountFen: -1_199 }],
      ['AMOUNT_DIFFERS'],
    ])
    assert.deepEqual(charges({ pack_amount: null }, []), [
      [{ kind: 'difference', amountFen: 2_000 }],
      ['NO_LINES', 'AMOUNT_DIFFERS'],
    ])
  })

  test('without a customer or an amount it stays behind', () => {
    assert.deepEqual(charges({ user_id: '4' }, []), { skip: 'CUSTOMER_MISSING' })
    assert.deepEqual(charges({ amount: '0.00' }, []), { skip: 'AMOUNT_INVALID' })
  })

  test('who cancelled it shows by the words of the old installation', () => {
    const reasonOf = (changes: OldRow) => {
      const mapped = orderOf({ ...row, status: '6', ...changes }, [detail()], around)
      assert.ok('take' in mapped)
      const { state, cancelReason, cancelNote } = mapped.take.order
      assert.equal(state, OrderState.CANCELLED)
      return [cancelReason, cancelNote]
    }
    assert.deepEqual(reasonOf({ cancel_reason: '用户取消' }), ['CUSTOMER', '用户取消'])
    assert.deepEqual(reasonOf({ cancel_reason: '订单超时，自动取消' }), ['TIMEOUT', '订单超时，自动取消'])
    assert.deepEqual(reasonOf({ cancel_reason: '骑手不足' }), ['SHOP', '骑手不足'])
    assert.deepEqual(reasonOf({ cancel_reason: 'x', rejection_reason: '打烊' }), ['REJECTED', '打烊'])
  })

  test('a line tells its dish here, or an id that no dish has', () => {
    const rows = [detail(), detail({ id: '2', dish_id: '46' }), detail({ id: '3', number: '0' })]
    const { taken, skipped } = linesOf(rows, around)
    assert.deepEqual(
      taken.map(({ item, categoryName }) => [item.kind, item.id, categoryName]),
      [
        [ItemKind.DISH, '50', '主食'],
        [ItemKind.DISH, '900000000000046', ''],
      ],
    )
    assert.deepEqual(taken[0]?.item.options, [{ group: '口味', choice: '微辣' }])
    assert.deepEqual([...skipped], [['3', 'QUANTITY_INVALID']])
  })
})
