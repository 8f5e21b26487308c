import type { Generated, Selectable } from 'kysely'

export interface CatalogTables {
  shop: {
    id: Generated<number>
    name: string
    address: string
    phone: string
    notice: string
    is_open: number
    packing_fee_fen: number
    delivery_fee_fen: number
    minimum_order_fen: number
    time_zone: string
    version: number
    /** JSON of Hours */
    hours: string | null
    /** JSON of Area[] */
    areas: string | null
    takes_unlocated: number
    latitude_e6: number | null
    longitude_e6: number | null
    preparation_minutes: number
    delivery_minutes: number
    slot_capacity: number
    busy_minutes: number
    busy_until: number
    /** Grows with every change of anything in the shop; whoever changes it holds the shop. */
    catalog_version: number
    created_at: number
    updated_at: number
  }
  category: {
    id: Generated<number>
    shop_id: number
    kind: string
    name: string
    sort: number
    enabled: number
    /** JSON of Mealtime[] */
    mealtimes: string | null
    created_at: number
    updated_at: number
  }
  dish: ItemTable
  option_group: {
    id: Generated<number>
    dish_id: number
    position: number
    kind: string
    name: string
    minimum: number
    maximum: number
    /** JSON of OptionChoice[] */
    choices: string
  }
  set_meal: ItemTable
  set_meal_part: { set_meal_id: number; dish_id: number; position: number; copies: number }
  /** What has no sizes yet, as it was sent; never served as it is. */
  image: { id: string; content_type: string; body: Uint8Array; created_at: number }
  image_size: { image_id: string; width: number; body: Uint8Array; created_at: number }
  image_quota: { customer_id: string; day: number; used: number }
}

export interface ItemTable {
  id: Generated<number>
  shop_id: number
  category_id: number
  name: string
  price_fen: number
  image: string
  description: string
  on_sale: number
  sort: number
  /** JSON of Mealtime[] */
  mealtimes: string | null
  version: number
  created_at: number
  updated_at: number
}

export const tableOf = { category: 'category', dish: 'dish', setMeal: 'set_meal' } as const

export type ShopRow = Selectable<CatalogTables['shop']>
export type CategoryRow = Selectable<CatalogTables['category']>
export type ItemRow = Selectable<ItemTable>
export type OptionGroupRow = Selectable<CatalogTables['option_group']>
export type PartRow = Selectable<CatalogTables['set_meal_part']>

/** The number behind an id; 0, which no row has, for text that is none. */
export function numberOf(id: string): number {
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : 0
}
