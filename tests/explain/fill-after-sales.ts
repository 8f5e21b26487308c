import type { Connection } from 'mysql2/promise'
import type { Size } from './fill-orders.ts'

/** A note on every order, and now and then a claim, granted in the end. */
export async function fillAfterSales(connection: Connection, { prefix }: Size): Promise<void> {
  const of = `${prefix}_order`
  const claimed = `${prefix}_seed.seed where state = 'COMPLETED' and mod(n, 4) = 0`
  const statements = [
    `order_note select id, 1, 'employee:3', '已联系', at, 'k' from ${prefix}_seed.seed`,
    `order_refund select id, 1, concat('a', n), 100, concat('GRANTED:', id), 'DONE' from ${claimed}`,
    `order_refund_step select id, 1, seq, elt(seq, 'DUE', 'REQUESTED', 'DONE'), at
      from ${prefix}_seed.seed join seq_1_to_3 where state = 'COMPLETED' and mod(n, 4) = 0`,
    `order_grant select id, id, 1, 100, '洒了', id, 'employee:3', at, concat('key-', n), '' from ${claimed}`,
    `order_grant_line select id, n, 1 from ${claimed}`,
    `claim select id, id, concat('N', lpad(n, 12, '0')), shop, customer, if(mod(n, 40) = 0, id, null),
      if(mod(n, 40) = 0, 'OPEN', 'APPROVED'), '洒了', '', 100, 100, 1, '', 'employee:3', at, at,
      concat('key-', n), '' from ${claimed}`,
    `claim_line select id, n, 1 from ${claimed}`,
  ]
  for (const statement of statements) await connection.query(`insert into ${of}.${statement}`)
}
