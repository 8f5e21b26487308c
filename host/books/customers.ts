import { type Books, type Check, sqlCheck } from './check.ts'

const always = { when: 'always', id: 'I-33' } as const
const personal = `phone IS NOT NULL OR openid IS NOT NULL OR name <> '已注销' OR avatar <> '' OR sex <> ''`

const nothingTold = `consignee = '' AND phone = '' AND address = '' AND remark = ''
  AND latitude_e6 IS NULL AND longitude_e6 IS NULL`

/** Nothing personal is left of customers who are gone, beyond the time in which it is needed. */
export const customerChecks: readonly Check[] = [
  sqlCheck({
    ...always,
    database: 'user',
    says: 'a deleted customer has no name, no phone, no openid and no address',
    look: 'customer',
    wrong: `SELECT id FROM customer c WHERE deleted_at IS NOT NULL AND (${personal}
      OR EXISTS (SELECT 1 FROM address a WHERE a.customer_id = c.id))`,
  }),
  sqlCheck({
    ...always,
    database: 'user',
    says: 'no session of a deleted customer counts',
    look: 'customer',
    wrong: `SELECT s.id FROM session s JOIN customer c ON c.id = s.subject_id
      WHERE s.subject_kind = 'customer' AND s.revoked_at IS NULL AND c.deleted_at IS NOT NULL`,
  }),
  {
    id: 'I-33',
    when: 'quiescent',
    says: 'a deleted customer has no order under way, no cart and no message',
    run: leftovers,
  },
  {
    id: 'I-33',
    when: 'quiescent',
    says: 'the orders of a deleted customer tell nothing of them, or wait to be forgotten',
    run: rememberedOrders,
  },
]

const findGone = (books: Books) =>
  books.all<{ id: number | string }>('user', 'SELECT id FROM customer WHERE deleted_at IS NOT NULL')

/** As text of SQL; numbers a database gave. */
const listed = (ids: readonly (number | string)[], prefix = '') =>
  ids.map((id) => `'${prefix}${id}'`).join(', ')

async function leftovers(books: Books) {
  const gone = (await findGone(books)).map(({ id }) => id)
  if (gone.length === 0) return { counted: 0, violations: [] }
  const ids = listed(gone)
  const orders = await books.all<{ id: string }>(
    'order',
    `SELECT id FROM orders WHERE customer_id IN (${ids}) AND state NOT IN ('COMPLETED', 'CANCELLED')`,
  )
  const carts = await books.all<{ id: string }>(
    'order',
    `SELECT customer_id AS id FROM cart_line WHERE customer_id IN (${ids})`,
  )
  const messages = await books.all<{ id: string }>(
    'push',
    `SELECT DISTINCT audience AS id FROM notification WHERE audience IN (${listed(gone, 'customer:')})`,
  )
  const violations = [
    ...orders.map(({ id }) => `order ${id} is under way`),
    ...carts.map(({ id }) => `customer ${id} has a cart`),
    ...messages.map(({ id }) => `${id} has messages`),
  ]
  return { counted: gone.length, violations }
}

/** An order that still tells something has a timer that will see to it; who paid is forgotten with it. */
async function rememberedOrders(books: Books) {
  const gone = (await findGone(books)).map(({ id }) => id)
  if (gone.length === 0) return { counted: 0, violations: [] }
  const orders = await books.all<{ id: string; named: number }>(
    'order',
    `SELECT id, CASE WHEN ${nothingTold} THEN 0 ELSE 1 END AS named FROM orders
      WHERE customer_id IN (${listed(gone)}) AND NOT (consignee <> '' AND EXISTS
      (SELECT 1 FROM timer t WHERE t.kind = 'forget-customer' AND t.ref = orders.customer_id))`,
  )
  const forgotten = orders.filter(({ named }) => Number(named) === 0).map(({ id }) => id)
  const payers =
    forgotten.length === 0
      ? []
      : await books.all<{ id: string }>(
          'payment',
          `SELECT id FROM attempt WHERE (openid <> '' OR client_ip <> '')
            AND order_id IN (${listed(forgotten)})`,
        )
  const violations = [
    ...orders.filter(({ named }) => Number(named) === 1).map(({ id }) => `order ${id} is not forgotten`),
    ...payers.map(({ id }) => `the payer of ${id} is not forgotten`),
  ]
  return { counted: gone.length, violations }
}
