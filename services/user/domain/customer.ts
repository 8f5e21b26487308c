import { Fault } from '#kit/fault.ts'
import type { Person } from './person.ts'

export interface Customer {
  readonly id: string
  readonly name: string
  /** Empty where the customer has logged in by WeChat only. */
  readonly phone: string
  /** Empty where the customer has logged in by phone only. */
  readonly openid: string
  readonly createdAt: number
}

/** What identifies a customer who may be new. */
export type Identity =
  | { readonly column: 'phone'; readonly value: string }
  | { readonly column: 'openid'; readonly value: string }

export function firstNameOf(identity: Identity): string {
  return identity.column === 'phone' ? `用户${identity.value.slice(-4)}` : '微信用户'
}

export function maySee(by: Person, customerId: string): boolean {
  return by.kind === 'employee' || by.kind === 'system' || (by.kind === 'customer' && by.id === customerId)
}

export function customerMissing(): Fault {
  return new Fault('missing', 'CUSTOMER_MISSING', 'There is no such customer')
}
