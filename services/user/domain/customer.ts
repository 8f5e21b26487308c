import { Fault } from '#kit/fault.ts'
import type { Person } from './person.ts'
import { maskedPhone } from './phone.ts'

export interface Customer {
  readonly id: string
  readonly name: string
  /** Empty where the customer has logged in by WeChat only. */
  readonly phone: string
  /** Empty where the customer has logged in by phone only. */
  readonly openid: string
  /** The id of an image, or empty. */
  readonly avatar: string
  /** M, F or empty. */
  readonly sex: string
  readonly createdAt: number
}

/** A customer who may be gone: then nothing but the number and the two instants is left. */
export interface Registration {
  readonly id: string
  readonly createdAt: number
  /** null while there is an account. */
  readonly deletedAt: number | null
}

/** What identifies a customer who may be new. */
export type Identity =
  | { readonly column: 'phone'; readonly value: string }
  | { readonly column: 'openid'; readonly value: string }

/** What is called the name of a customer who is gone. */
export const nameOfNobody = '已注销'

export function firstNameOf(identity: Identity): string {
  return identity.column === 'phone' ? `用户${identity.value.slice(-4)}` : '微信用户'
}

/** The customer as this person may see them; to customers other than themselves they do not exist. */
export function customerFor(by: Person, customer: Customer | undefined): Customer {
  if (!customer || !maySee(by, customer.id)) throw customerMissing()
  return by.kind === 'employee' ? { ...customer, phone: maskedPhone(customer.phone), openid: '' } : customer
}

function maySee(by: Person, customerId: string): boolean {
  return by.kind === 'employee' || by.kind === 'system' || (by.kind === 'customer' && by.id === customerId)
}

export function customerMissing(): Fault {
  return new Fault('missing', 'CUSTOMER_MISSING', 'There is no such customer')
}
