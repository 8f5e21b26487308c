import { type Check, sqlCheck } from './check.ts'

const order = { database: 'order', when: 'always' } as const

/** What holds about money that staff give back of an order that goes on. */
export const afterSalesChecks: readonly Check[] = [
  sqlCheck({
    ...order,
    id: 'I-30',
    says: 'every grant has the refund that bears its number, its name and its amount',
    look: 'order_grant',
    wrong: `SELECT g.order_id, g.n FROM order_grant g WHERE NOT EXISTS (SELECT 1 FROM order_refund r
      WHERE r.order_id = g.order_id AND r.n = g.n AND r.amount_fen = g.amount_fen
      AND r.cause LIKE 'GRANTED:%' AND SUBSTR(r.cause, 9) = g.id)`,
  }),
  sqlCheck({
    ...order,
    id: 'I-30',
    says: 'no line goes back more often than it was sold',
    look: 'order_grant_line',
    wrong: `SELECT g.order_id, b.line_id FROM order_grant_line b JOIN order_grant g ON g.id = b.grant_id
      LEFT JOIN order_line l ON l.id = b.line_id AND l.order_id = g.order_id
      GROUP BY g.order_id, b.line_id, l.quantity HAVING SUM(b.quantity) > COALESCE(l.quantity, 0)`,
  }),
  sqlCheck({
    ...order,
    id: 'I-30',
    says: 'the steps of a refund are without gaps and end where it stands',
    look: 'order_refund_step',
    wrong: `SELECT r.order_id, r.n FROM order_refund r JOIN
      (SELECT order_id, n, COUNT(*) AS steps, MAX(step) AS last FROM order_refund_step
        GROUP BY order_id, n) AS s
      ON s.order_id = r.order_id AND s.n = r.n
      WHERE s.steps <> s.last OR NOT EXISTS (SELECT 1 FROM order_refund_step e
        WHERE e.order_id = r.order_id AND e.n = r.n AND e.step = s.last AND e.state = r.state)`,
  }),
  sqlCheck({
    ...order,
    id: 'I-31',
    says: 'an approved claim has its grant, and a grant that answers a claim finds it approved',
    look: 'claim',
    wrong: `SELECT c.id FROM claim c WHERE c.state = 'APPROVED' AND NOT EXISTS
        (SELECT 1 FROM order_grant g WHERE g.claim_id = c.id AND g.order_id = c.order_id
        AND g.n = c.refund_n AND g.amount_fen = c.granted_fen)
      UNION ALL SELECT g.claim_id FROM order_grant g WHERE g.claim_id <> '' AND NOT EXISTS
        (SELECT 1 FROM claim c WHERE c.id = g.claim_id AND c.state = 'APPROVED')`,
  }),
  sqlCheck({
    ...order,
    id: 'I-31',
    says: 'an open claim holds the one place of its order, which is not cancelled',
    look: 'claim',
    wrong: `SELECT c.id FROM claim c JOIN orders o ON o.id = c.order_id
      WHERE (c.state = 'OPEN') <> (COALESCE(c.open_order_id, '') = c.order_id)
      OR (c.state = 'OPEN' AND o.state NOT IN ('DELIVERING', 'COMPLETED'))`,
  }),
]
