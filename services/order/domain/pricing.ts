import type { Location } from './location.ts'

/** A dish or a set meal with what was chosen for it. */
export interface Item {
  readonly kind: 'DISH' | 'SET_MEAL'
  readonly id: string
  readonly options: readonly ChosenOption[]
}

export interface ChosenOption {
  readonly group: string
  readonly choice: string
}

/** A dish that a piece of an item takes from stock. */
export interface Part {
  readonly dishId: string
  readonly name: string
  readonly quantity: number
}

/** What the catalog says of an item now. */
export interface PricedItem {
  /** Empty when it can be sold. */
  readonly refusal: string
  readonly name: string
  readonly image: string
  readonly unitPriceFen: number
  readonly parts: readonly Part[]
  readonly categoryId: string
  readonly categoryName: string
}

/** Where and when somebody wants an order. */
export interface DeliveryWish {
  /** Null: the address is not on the map; undefined: no address is chosen yet. */
  readonly location?: Location | null | undefined
  /** 0: as soon as possible */
  readonly deliverAt: number
}

/** What the catalog says of the shop at the same moment. */
export interface Shop {
  readonly id: string
  readonly packingFeeFen: number
  readonly timeZone: string
}

/** On what terms the shop brings an order where and when it is wanted, as of the same moment. */
export interface Terms {
  /** Empty when it does. */
  readonly refusal: string
  readonly deliveryFeeFen: number
  readonly minimumOrderFen: number
  /** From acceptance to the door. */
  readonly leadMs: number
  readonly estimatedAt: number
  /** Absent: it comes as soon as possible. */
  readonly slot?: Slot | undefined
}

/** Half an hour for which a shop takes orders beforehand. */
export interface Slot {
  readonly startAt: number
  readonly endAt: number
  /** 0: unlimited */
  readonly capacity: number
}

/** What the catalog says of a cart at one moment. */
export interface Offer {
  readonly priced: readonly PricedItem[]
  readonly shop: Shop
  readonly terms: Terms
}

export interface CartLine {
  readonly id: string
  readonly item: Item
  readonly quantity: number
}

export interface Charge {
  /** `difference`: what an imported order cost beside its lines and charges, or less. */
  readonly kind: 'packing' | 'delivery' | 'difference'
  readonly amountFen: number
}

/** A line as it was sold: nothing in it changes when the menu does. */
export interface OrderLine {
  readonly id: string
  readonly item: Item
  readonly name: string
  readonly image: string
  readonly quantity: number
  readonly unitPriceFen: number
  readonly parts: readonly Part[]
  /** Empty where it was sold before categories were written down. */
  readonly categoryId: string
  readonly categoryName: string
}

export interface QuotedLine extends OrderLine {
  readonly refusal: string
  /** How many can be had, where that is fewer than wanted: advice, since only the submit holds stock. */
  readonly available?: number
}

export interface Quote {
  readonly lines: readonly QuotedLine[]
  readonly goodsFen: number
  readonly charges: readonly Charge[]
  readonly amountFen: number
}

/** What a cart costs: its lines, packing for each piece, delivery for each order. */
export function quote(cart: readonly CartLine[], { priced, shop, terms }: Offer): Quote {
  const lines = cart.map((line, position) => quotedLine(line, priced[position]))
  const sold = lines.filter((line) => line.refusal === '')
  const pieces = sold.reduce((sum, line) => sum + line.quantity, 0)
  const goodsFen = sold.reduce((sum, line) => sum + line.unitPriceFen * line.quantity, 0)
  const charges: Charge[] = [
    { kind: 'packing', amountFen: shop.packingFeeFen * pieces },
    { kind: 'delivery', amountFen: terms.deliveryFeeFen },
  ]
  const amountFen = charges.reduce((sum, charge) => sum + charge.amountFen, goodsFen)
  return { lines, goodsFen, charges, amountFen }
}

const unknownItem: PricedItem = {
  ...{ refusal: 'DISH_MISSING', name: '', image: '', unitPriceFen: 0, parts: [] },
  ...{ categoryId: '', categoryName: '' },
}

function quotedLine(line: CartLine, priced: PricedItem | undefined): QuotedLine {
  const known = priced ?? unknownItem
  return { ...known, id: line.id, item: line.item, quantity: line.quantity }
}

/** Dish by dish what the lines take from stock. */
export function stockNeeded(lines: readonly OrderLine[]): readonly { dishId: string; quantity: number }[] {
  const needed = new Map<string, number>()
  for (const line of lines)
    for (const part of line.parts)
      needed.set(part.dishId, (needed.get(part.dishId) ?? 0) + part.quantity * line.quantity)
  return [...needed].map(([dishId, quantity]) => ({ dishId, quantity }))
}
