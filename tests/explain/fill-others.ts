import type { Connection } from 'mysql2/promise'
import { newestAt, type Size } from './fill-orders.ts'

const dishesPerShop = 60

/** Stock with a reservation for each order. */
export async function fillInventory(connection: Connection, { prefix, shops }: Size): Promise<void> {
  const seed = `${prefix}_seed.seed`
  await insertAll(connection, `${prefix}_inventory`, [
    `stock (shop_id, dish_id, on_hand, reserved, daily_amount, sold_out_until, version)
      select s.seq, d.seq, if(mod(d.seq, 3) = 0, 1000, null), 0, if(mod(d.seq, 20) = 0, 50, null), 0, 1
      from seq_1_to_${shops} s join seq_1_to_${dishesPerShop} d`,
    `day_cut select seq, ${newestAt} from seq_1_to_${shops}`,
    `reservation select id, shop, if(state = 'CANCELLED', 'RELEASED', 'COMMITTED'), 'f', '[]', at
      from ${seed}`,
    `reservation_line select id, seq, 1 from ${seed} join seq_1_to_2`,
    `stock_move (shop_id, dish_id, delta, kind, ref, reason, at)
      select shop, 1, 0, 'COMMIT', id, '', at from ${seed} where state <> 'CANCELLED'`,
  ])
}

/** An attempt for each order, with its bookings. */
export async function fillPayment(connection: Connection, { prefix }: Size): Promise<void> {
  const seed = `${prefix}_seed.seed`
  await insertAll(connection, `${prefix}_payment`, [
    `attempt select concat('a', n), id, 1, 'WECHAT_H5', 2700, 'PAID', id, '', '127.0.0.1', '外卖', at, '',
      concat('t', n), 2700, at, at, at from ${seed}`,
    `journal select concat('paid:a', n), seq, elt(seq, 'provider_clearing', 'customer_deposits'),
      if(seq = 1, 2700, 0), if(seq = 1, 0, 2700), id, concat('a', n), at from ${seed} join seq_1_to_2`,
    `refund select concat('a', n, '-R1'), id, concat('a', n), 1, 2700, '', 'SUCCESS', at, at, at
      from ${seed} where state = 'CANCELLED'`,
    `provider_event select 'wechat', concat('e', n), '', at, 'APPLIED' from ${seed} where n % 4 = 0`,
  ])
}

/** A bell in the shop for each order, and a notice to some customers. */
export async function fillPush(connection: Connection, { prefix, customers, shops }: Size): Promise<void> {
  const seed = `${prefix}_seed.seed`
  const push = `${prefix}_push`
  const notices = (audience: string, of: string, each: number) => `notification
    select concat('${audience}:', ${of}), row_number() over (partition by ${of} order by n), 'order.paid',
    concat('paid:', id), '{}', at, 'NEW_ORDER',
    if(mod(n, 10) = 0, 'UNREAD', 'READ') from ${seed} where mod(n, ${each}) = 0`
  await insertAll(connection, push, [
    notices('shop', 'shop', 1),
    notices('customer', 'customer', 4),
    `audience select audience, max(seq), 0 from ${push}.notification group by audience`,
    `order_audience select id, n, shop, customer, 3, 'order.paid' from ${seed}`,
    `read_mark select concat('shop:', s.seq), concat('device-', d.seq), 1, ${newestAt}
      from seq_1_to_${shops} s join seq_1_to_50 d`,
    `read_mark select concat('customer:', seq), 'device-1', 1, ${newestAt} from seq_1_to_${customers}`,
  ])
}

/** Customers with addresses and sessions, and the staff. */
export async function fillUser(connection: Connection, { prefix, customers, shops }: Size): Promise<void> {
  const all = `seq_1_to_${customers}`
  await insertAll(connection, `${prefix}_user`, [
    `customer select seq, concat('138', lpad(seq, 8, '0')), concat('openid-', seq), '顾客', ${newestAt},
      '', '', null from ${all}`,
    `address select seq, seq, seq, '张三', '13800000001', '1', '', '', '', '', '家', ${newestAt}, null, null,
      '', '', '' from ${all}`,
    `employee (shop_id, username, name, phone, roles, password_hash, enabled, created_at)
      select 1 + mod(seq, ${shops}), concat('staff-', seq), '员工', '13800000001', 'staff', '', 1, ${newestAt}
      from seq_1_to_1000`,
    `session select concat('s-', seq), if(mod(seq, 10) = 0, 'employee', 'customer'), 1 + mod(seq, 1000),
      ${newestAt}, ${newestAt} + 1000000, null from ${all}`,
    `refresh_token select concat('t-', seq), concat('s-', seq), ${newestAt} + 1000000, null, null, null
      from ${all}`,
    `phone_code select concat('138', lpad(seq, 8, '0')), 'h', ${newestAt}, ${newestAt}, 0 from seq_1_to_5000`,
    `login_failure select concat('staff-', seq), 1, ${newestAt} from seq_1_to_1000`,
  ])
}

/** A month of every shop, counted day by day. */
export async function fillReport(connection: Connection, { prefix, customers, shops }: Size): Promise<void> {
  const day = `concat('2026-09-', lpad(d.seq, 2, '0'))`
  const days = `seq_1_to_${shops} s join seq_1_to_30 d`
  await insertAll(connection, `${prefix}_report`, [
    `order_fact select id, '{"refunds":[]}' from ${prefix}_seed.seed`,
    `customer select seq, ${newestAt} from seq_1_to_${customers}`,
    `shop_customer select s.seq, c.seq, 1 + c.seq % 9, 1000 + c.seq * 7 % 90000, ${newestAt} - c.seq * 1000,
      ${newestAt} - c.seq * 900, concat('o-', c.seq) from seq_1_to_${shops} s join seq_1_to_${customers} c`,
    `item select s.seq, concat('DISH:', n.seq), '菜', 0 from seq_1_to_${shops} s join seq_1_to_20 n`,
    `tally select s.seq, 'turnover', ${day}, '', 1, 1 from ${days}`,
    `tally select s.seq, 'hour', ${day}, h.seq, 1, 1 from ${days} join seq_1_to_23 h`,
    `tally select s.seq, 'item', ${day}, concat('DISH:', n.seq), 1, 1 from ${days} join seq_1_to_20 n`,
  ])
}

/** Menus like those of real shops. */
export async function fillCatalog(connection: Connection, { prefix, shops }: Size): Promise<void> {
  const shop = `seq_1_to_${shops} s`
  const item = `(id, shop_id, category_id, name, price_fen, image, description, on_sale, sort, version,
    created_at, updated_at)`
  const named = (name: string) => `concat('${name}', d.seq), 1800, '', '', 1, 1, 1, ${newestAt}, ${newestAt}`
  await insertAll(connection, `${prefix}_catalog`, [
    `shop (id, name, address, phone, notice, is_open, packing_fee_fen, delivery_fee_fen,
      minimum_order_fen, time_zone, version, catalog_version, created_at, updated_at)
      select seq, '店', '', '', '', 1, 100, 600, 0, 'Asia/Shanghai', 1, 1, ${newestAt}, ${newestAt}
      from seq_1_to_${shops}`,
    `category (shop_id, kind, name, sort, enabled, created_at, updated_at)
      select s.seq, 'DISH', concat('类', d.seq), d.seq, 1, 0, 0 from ${shop} join seq_1_to_8 d`,
    `dish ${item} select (s.seq - 1) * ${dishesPerShop} + d.seq, s.seq, 1, ${named('菜')}
      from ${shop} join seq_1_to_${dishesPerShop} d`,
    `option_group (dish_id, position, name, minimum, maximum, choices)
      select seq, 0, '辣度', 0, 1, '[]' from seq_1_to_${shops * dishesPerShop}`,
    `set_meal ${item} select (s.seq - 1) * 10 + d.seq, s.seq, 2, ${named('套餐')}
      from ${shop} join seq_1_to_10 d`,
    `set_meal_part select s.seq, d.seq, d.seq, 1 from seq_1_to_${shops * 10} s join seq_1_to_3 d`,
    `image select concat('i-', seq), 'image/svg+xml', 'x', 0 from seq_1_to_1000`,
    `image_size select concat('i-', p.seq), 160 * w.seq, 'x', 0 from seq_1_to_1000 p join seq_1_to_3 w`,
  ])
}

async function insertAll(connection: Connection, database: string, into: readonly string[]): Promise<void> {
  for (const statement of into) await connection.query(`insert into ${database}.${statement}`)
}
