import type { Connection } from 'mysql2/promise'

/** How large the filled installation is, and where its orders stand. */
export interface Size {
  readonly orders: number
  readonly customers: number
  readonly shops: number
  readonly prefix: string
}

/** An order every 20 s up to then, ms since the epoch. */
export const newestAt = 1_790_000_000_000
const everyMs = 20_000
export const slotEveryMs = 30 * 60_000

/** A pseudo-random integer below `below` for row n, another one for each `salt`. */
const dice = (salt: string, below: number, n = 'n') => `mod(crc32(concat('${salt}', ${n})), ${below})`
/** Few have many: squared, so that the first hundredth has a tenth. */
const skewed = (salt: string, below: number) =>
  `(1 + floor(pow(${dice(salt, 1_000_000, 'seq')} / 1000000, 2) * ${below}))`

/** What every table is filled from: who ordered what where and when, and how far it has come. */
export async function fillSeed(connection: Connection, { prefix, orders, customers, shops }: Size) {
  await connection.query(
    `create or replace database ${prefix}_seed character set utf8mb4 collate utf8mb4_bin`,
  )
  await connection.query(`use ${prefix}_seed`)
  await connection.query(`create table ${prefix}_seed.seed (n int primary key, id varchar(36) not null,
    customer int not null, shop int not null, state varchar(12) not null, versions int not null,
    at bigint not null, key (customer, n), key (shop, n))`)
  const at = `${newestAt} - (${orders} - seq) * ${everyMs}`
  const time = `lpad(lower(hex(${at})), 12, '0')`
  const id = `concat(left(${time}, 8), '-', substr(${time}, 9), '-7',
    lpad(lower(hex(mod(seq, 4096))), 3, '0'),
    '-8', lpad(lower(hex(mod(crc32(seq), 4096))), 3, '0'), '-', lpad(lower(hex(seq)), 12, '0'))`
  const left = `${orders} - seq`
  const state = `case when ${left} < 60 then 'PENDING' when ${left} < 120 then 'PAID'
    when ${left} < 200 then 'ACCEPTED' when ${left} < 300 then 'DELIVERING'
    when ${dice('state', 100, 'seq')} < 8 then 'CANCELLED' else 'COMPLETED' end`
  await connection.query(`insert into ${prefix}_seed.seed
    select seq, ${id}, ${skewed('customer', customers)}, ${skewed('shop', shops)}, ${state}, 0, ${at}
    from seq_1_to_${orders}`)
  await connection.query(`update ${prefix}_seed.seed set versions = case state when 'PENDING' then 2
    when 'PAID' then 3 when 'COMPLETED' then 6 when 'DELIVERING' then 5 else 4 end`)
}

/** The order service's database. */
export async function fillOrders(connection: Connection, { prefix, customers, shops }: Size): Promise<void> {
  const of = `${prefix}_order`
  const seed = `${prefix}_seed.seed`
  const paid = `${seed} where state not in ('PENDING')`
  const statements = [
    `orders (id, number, shop_id, customer_id, state, version, revision, amount_fen, consignee, phone,
      address, remark, cutlery, deliver_at, pay_deadline, winner_id, attempt_n, attempt_id, attempt_channel,
      attempt_closed, disposition, disposition_done, cancel_reason, cancel_note, short_dish_ids, reminders,
      reminded_at, created_at, updated_at)
      select id, concat('N', lpad(n, 12, '0')), shop, customer, state, versions, versions, 2700, '张三',
      concat('138', lpad(customer, 8, '0')), '北京市海淀区上地十街10号', '', 1, 0, at + 900000,
      if(state = 'PENDING', '', concat('a', n)), 1, concat('a', n), 'WECHAT_H5', 0, '', 1, '', '', '', 0, 0,
      at, at + 3600000 from ${seed}`,
    `order_line (order_id, kind, item_id, options, name, image, quantity, unit_price_fen, parts)
      select id, 'DISH', 1 + ${dice('dish', 60, 'n + seq')}, '[]', '宫保鸡丁', '', 1, 1000, '[]'
      from ${seed} join seq_1_to_3 on seq <= 1 + mod(n, 3)`,
    `order_charge select id, elt(seq, 'PACKING', 'DELIVERY'), 100 from ${seed} join seq_1_to_2`,
    `order_history select id, seq, '', elt(seq, 'PLACING', 'PENDING', 'PAID', 'ACCEPTED', 'DELIVERING',
      'COMPLETED'), 'system:order', '', at + seq * 60000 from ${seed} join seq_1_to_6 on seq <= versions`,
    `order_payment select id, concat('a', n), 2700, 0, at from ${paid}`,
    `order_refund select id, 1, concat('a', n), 2700, 'CANCELLED', 'DONE'
      from ${seed} where state = 'CANCELLED'`,
    `idempotency select concat('customer:', customer, ':submit'), concat('key-', n), '', id, at from ${seed}`,
    `cart select seq, 1, 7 from seq_1_to_${customers}`,
    `cart_line (customer_id, shop_id, kind, item_id, options, quantity)
      select seq, 1, 'DISH', 5, '[]', 1 from seq_1_to_${customers} where mod(seq, 5) = 0`,
    `slot_booking select s.seq, ${newestAt} - d.seq * ${slotEveryMs}, 1, 20
      from seq_1_to_${shops} s join seq_1_to_2000 d`,
    `inbox select 'order', concat('m', n), at from ${paid} and mod(n, 4) = 0`,
    `timer select 'order', id, at + 900000, '', 0 from ${seed} where n % 20 = 0`,
  ]
  for (const statement of statements) await connection.query(`insert into ${of}.${statement}`)
}
