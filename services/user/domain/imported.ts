import { Fault } from '#kit/fault.ts'
import type { AddressFields } from './address.ts'
import type { EmployeeFields } from './employee.ts'
import { isMobile } from './phone.ts'

/** A customer of another installation. */
export interface ImportedCustomer {
  /** The number there. */
  readonly oldId: string
  readonly name: string
  readonly phone: string
  readonly openid: string
  readonly registeredAt: number
}

export interface ImportedAddress {
  readonly oldId: string
  /** The number here. */
  readonly customerId: string
  readonly fields: AddressFields
  readonly isDefault: boolean
}

export interface ImportedEmployee extends EmployeeFields {
  readonly oldId: string
  readonly shopId: string
  readonly username: string
  readonly enabled: boolean
  /** As it was kept there. */
  readonly password: string
}

export const importedMax = 500

/** Throws PARAMETER_INVALID where too many come at once. */
export function assertBounded(many: readonly unknown[]): void {
  if (many.length <= importedMax) return
  throw new Fault('invalid', 'PARAMETER_INVALID', `at most ${importedMax} at once`)
}

/** What identifies a customer, or nothing: a phone that is none cannot log in. */
export function identified(customer: ImportedCustomer): ImportedCustomer {
  const { name, phone, openid } = customer
  return {
    ...customer,
    name: [...name.trim()].slice(0, 32).join('') || '微信用户',
    phone: isMobile(phone) ? phone : '',
    openid: openid.length <= 64 ? openid : '',
  }
}
