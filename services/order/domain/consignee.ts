import { Fault } from '#kit/fault.ts'

/** To whom an order went. */
export interface Consignee {
  readonly orderId: string
  readonly name: string
  readonly phone: string
}

/** Enough of a phone number to tell customers apart, too little to call them. */
export function masked(phone: string): string {
  return phone.length < 8 ? '*'.repeat(phone.length) : `${phone.slice(0, 3)}****${phone.slice(-4)}`
}

const ordersMax = 100

export function checkedOrderIds(ids: readonly string[]): readonly string[] {
  if (ids.length <= ordersMax) return ids
  throw new Fault('invalid', 'PARAMETER_INVALID', `at most ${ordersMax} orders at once`)
}
