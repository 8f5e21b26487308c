import type { Generated } from 'kysely'

export interface UserTables {
  customer: {
    id: Generated<number>
    phone: string | null
    openid: string | null
    name: string
    created_at: number
    avatar: Generated<string>
    sex: Generated<string>
    /** null while there is an account. */
    deleted_at: Generated<number | null>
  }
  address: {
    id: Generated<number>
    customer_id: number
    /** The customer's id on the one default address, null on the others: the UNIQUE key allows no second. */
    default_of: number | null
    consignee: string
    phone: string
    sex: string
    province: string
    city: string
    district: string
    detail: string
    label: string
    latitude_e6: number | null
    longitude_e6: number | null
    province_code: string
    city_code: string
    district_code: string
    created_at: number
  }
  employee: {
    id: Generated<number>
    shop_id: string
    username: string
    name: string
    phone: string
    /** manager,staff */
    roles: string
    password_hash: string
    enabled: number
    created_at: number
    must_change_password: Generated<number>
    /** 1 where `roles` has superAdmin: the index by which the last one is found. */
    super_admin: Generated<number>
    revision: Generated<number>
    sex: Generated<string>
    id_number: Generated<string>
    /** 1 for who is gone for good. */
    deleted: Generated<number>
  }
  audit_entry: {
    seq: number
    at: number
    by_name: string
    shop_id: string
    action: string
    subject: string
    details: string
    prev_hash: string
    hash: string
  }
  /** Where the chain ends: who holds this row appends next. */
  audit_head: { chain: string; seq: number; hash: string }
  phone_code: { phone: string; code_hash: string; sent_at: number; expires_at: number; tries: number }
  login_failure: { username: string; failures: number; last_at: number }
  session: {
    id: string
    subject_kind: 'customer' | 'employee'
    subject_id: number
    opened_at: number
    ends_at: number
    revoked_at: number | null
  }
  refresh_token: {
    token_hash: string
    session_id: string
    ends_at: number
    used_at: number | null
    sealed_next: string | null
    next_ends_at: number | null
  }
}
