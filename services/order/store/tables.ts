import type { Generated } from 'kysely'
import type { KitTables } from '#kit/storage/storage.ts'

export interface OrderTables {
  cart: { customer_id: string; shop_id: string; version: number }
  cart_line: {
    id: Generated<number>
    customer_id: string
    shop_id: string
    kind: string
    item_id: string
    options: string
    quantity: number
  }
  /** Whose account goes or is gone. */
  closed_customer: { customer_id: string; closed_until: number }
  orders: {
    number_id: Generated<number>
    id: string
    number: string
    shop_id: string
    customer_id: string
    state: string
    version: number
    revision: number
    amount_fen: number
    consignee: string
    phone: string
    address: string
    remark: string
    cutlery: number
    address_id: Generated<string>
    cutlery_by_meal: Generated<number>
    deliver_at: number
    slot_at: Generated<number>
    lead_ms: Generated<number>
    estimated_at: Generated<number>
    latitude_e6: number | null
    longitude_e6: number | null
    pay_deadline: number
    winner_id: string
    attempt_n: number
    attempt_id: string
    attempt_channel: string
    attempt_closed: number
    disposition: string
    disposition_done: number
    cancel_reason: string
    cancel_note: string
    short_dish_ids: string
    reminders: number
    reminded_at: number
    created_at: number
    updated_at: number
    /** Empty, or `import`: placed and ended in the installation before this one. */
    origin: Generated<string>
  }
  order_line: {
    id: Generated<number>
    order_id: string
    kind: string
    item_id: string
    options: string
    name: string
    image: string
    quantity: number
    unit_price_fen: number
    parts: string
    category_id: Generated<string>
    category_name: Generated<string>
  }
  order_charge: { order_id: string; kind: string; amount_fen: number }
  order_history: {
    order_id: string
    version: number
    from_state: string
    to_state: string
    by_name: string
    note: string
    at: number
  }
  /** How many live orders a slot has; `capacity` is what it held when the last one came. */
  slot_booking: { shop_id: string; slot_at: number; used: number; capacity: number }
  /** What the order has heard of money, so that a refund never exceeds it. */
  order_payment: { order_id: string; attempt_id: string; amount_fen: number; late: number; paid_at: number }
  order_refund: {
    order_id: string
    n: number
    attempt_id: string
    amount_fen: number
    cause: string
    state: string
  }
  order_refund_step: { order_id: string; n: number; step: number; state: string; at: number }
  order_grant: {
    id: string
    order_id: string
    n: number
    amount_fen: number
    reason: string
    claim_id: string
    by_name: string
    at: number
    idem_key: string | null
    fingerprint: string
  }
  order_grant_line: { grant_id: string; line_id: number; quantity: number }
  claim: {
    id: string
    order_id: string
    order_number: string
    shop_id: string
    customer_id: string
    /** The order while the claim is open: an order has one such at most. */
    open_order_id: string | null
    state: string
    reason: string
    image_ids: string
    asked_fen: number
    granted_fen: number
    refund_n: number
    answer: string
    settled_by: string
    created_at: number
    settled_at: number
    idem_key: string
    fingerprint: string
  }
  claim_line: { claim_id: string; line_id: number; quantity: number }
  order_note: {
    order_id: string
    n: number
    by_name: string
    text: string
    at: number
    idem_key: string
  }
  order_export: {
    id: string
    shop_id: string
    /** The shop while the export is under way: a shop has one such at most. */
    busy_shop_id: string | null
    by_name: string
    idem_key: string
    fingerprint: string
    state: string
    language: string
    time_zone: string
    begin_at: number
    end_at: number
    cursor_id: string
    parts: number
    bytes: number
    orders_written: number
    progress_ppm: number
    failure: string
    created_at: number
    expires_at: number
  }
  order_export_part: { export_id: string; n: number; body: Uint8Array }
  idempotency: KitTables['idempotency']
}
