/** The tables of the official database with their columns in its order. */
export const officialTables = {
  employee: words('id name username password phone sex id_number status'),
  category: words('id type name sort status'),
  dish: words('id name category_id price image description status'),
  dish_flavor: words('id dish_id name value'),
  setmeal: words('id category_id name price status description image'),
  setmeal_dish: words('id setmeal_id dish_id name price copies'),
  user: words('id openid name phone sex id_number avatar create_time'),
  address_book: words(
    'id user_id consignee sex phone province_code province_name city_code city_name district_code ' +
      'district_name detail label is_default',
  ),
  shopping_cart: words('id name image user_id dish_id setmeal_id dish_flavor number amount create_time'),
  orders: words(
    'id number status user_id address_book_id order_time checkout_time pay_method pay_status amount remark ' +
      'phone address user_name consignee cancel_reason rejection_reason cancel_time ' +
      'estimated_delivery_time delivery_status delivery_time pack_amount tableware_number tableware_status',
  ),
  order_detail: words('id name image order_id dish_id setmeal_id dish_flavor number amount'),
} as const

export type TableName = keyof typeof officialTables

export const tableNames = Object.keys(officialTables) as readonly TableName[]

/** A row as text; a column that the source lacks is null. */
export type OldRow = Readonly<Record<string, string | null>>

/** Rows of a source, values by the columns named with them; the table may be none of the official ones. */
export interface Rows {
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | null)[])[]
}

function words(text: string): readonly string[] {
  return text.split(' ')
}
