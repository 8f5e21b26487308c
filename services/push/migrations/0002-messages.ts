import type { Migration } from '#kit/storage/storage.ts'

const kinds = [
  ['NEW_ORDER', 'shop', 'order.paid'],
  ['TO_DISPATCH', 'shop', 'order.accepted'],
  ['REMINDER', 'shop', 'order.reminded'],
  ['CANCELLED', 'shop', 'order.cancelled'],
  ['ORDER', 'customer', 'order.%'],
  ['REFUND', 'customer', 'refund.%'],
] as const

/** Which notifications are messages that somebody is to read; whose audience is closed; how orders stand. */
export const messages: Migration = {
  name: '0002-messages',
  statements: [
    "ALTER TABLE notification ADD COLUMN kind VARCHAR(16) NOT NULL DEFAULT ''",
    "ALTER TABLE notification ADD COLUMN status VARCHAR(8) NOT NULL DEFAULT ''",
    ...kinds.map(
      ([kind, audience, type]) => `UPDATE notification SET kind = '${kind}', status = 'UNREAD'
        WHERE audience LIKE '${audience}:%' AND type LIKE '${type}'`,
    ),
    'CREATE INDEX notification_by_status ON notification (audience, status, seq)',
    'ALTER TABLE audience ADD COLUMN closed INT NOT NULL DEFAULT 0',
    'ALTER TABLE order_audience ADD COLUMN version BIGINT NOT NULL DEFAULT 0',
    "ALTER TABLE order_audience ADD COLUMN stands VARCHAR(32) NOT NULL DEFAULT ''",
    `INSERT INTO timer (kind, ref, due_at, payload, attempts)
      SELECT 'summary', SUBSTR(name, 6), 0, '', 0 FROM audience WHERE name LIKE 'shop:%'`,
  ],
}
