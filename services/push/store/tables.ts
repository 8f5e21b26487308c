import type { Generated } from 'kysely'

export interface PushTables {
  /** `closed`: nobody is there any more, so nothing is told. */
  audience: { name: string; last_seq: number; closed: number }
  notification: {
    audience: string
    seq: number
    type: string
    once_key: string
    payload: string
    at: number
    /** What kind of message it is; empty where it is only heard live. */
    kind: Generated<string>
    /** UNREAD or READ; empty where it is no message. */
    status: Generated<string>
  }
  /** Whose an order is, and the event of its highest version. */
  order_audience: {
    order_id: string
    number: string
    shop_id: string
    customer_id: string
    version: number
    stands: string
  }
  read_mark: { audience: string; device_id: string; seq: number; at: number }
}
