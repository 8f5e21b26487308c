export interface ReportTables {
  /** What is known of each order: the JSON of a `Fact`. */
  order_fact: { order_id: string; fact: string }
  customer: { customer_id: string; registered_at: number }
  departure: { customer_id: string }
  /** What each customer has had of each shop. */
  shop_customer: {
    shop_id: string
    customer_id: string
    orders: number
    spent_fen: number
    first_order_at: number
    last_order_at: number
    last_order_id: string
  }
  tally: { shop_id: string; figure: string; day: string; about: string; times: number; fen: number }
  /** How each item and category was called when it was last sold. */
  item: { shop_id: string; item: string; name: string; named_at: number }
  workbook: {
    id: string
    shop_id: string
    busy_shop_id: string | null
    by_name: string
    idem_key: string
    fingerprint: string
    state: string
    language: string
    from_day: string
    to_day: string
    created_at: number
    expires_at: number
  }
  workbook_file: { workbook_id: string; body: Uint8Array }
}
