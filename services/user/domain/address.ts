import { Fault } from '#kit/fault.ts'
import { isDeliverable } from './phone.ts'

export interface AddressFields {
  readonly consignee: string
  readonly phone: string
  /** M, F or empty. */
  readonly sex: string
  readonly province: string
  readonly city: string
  /** Empty in cities without districts. */
  readonly district: string
  readonly detail: string
  readonly label: string
}

export interface Address extends AddressFields {
  readonly id: string
  readonly customerId: string
  readonly isDefault: boolean
}

/** More than any customer keeps, fewer than any screen shows badly. */
export const addressesMax = 50

const rules: { readonly [Field in keyof AddressFields]: (value: string) => boolean } = {
  consignee: (value) => /^[\p{L}\p{M}\p{N}·. ]{1,12}$/u.test(value),
  phone: isDeliverable,
  sex: (value) => value === '' || value === 'M' || value === 'F',
  province: (value) => isLine(value, 1, 32),
  city: (value) => isLine(value, 1, 32),
  district: (value) => isLine(value, 0, 32),
  detail: (value) => isLine(value, 1, 200),
  label: (value) => isLine(value, 0, 20),
}

/** The fields without the spaces around them, or a fault that names the first wrong one. */
export function checkAddress(given: AddressFields): AddressFields {
  const fields: AddressFields = {
    consignee: given.consignee.trim(),
    phone: given.phone.trim(),
    sex: given.sex,
    province: given.province.trim(),
    city: given.city.trim(),
    district: given.district.trim(),
    detail: given.detail.trim(),
    label: given.label.trim(),
  }
  for (const field of Object.keys(rules) as (keyof AddressFields)[]) {
    if (!rules[field](fields[field])) throw addressInvalid(field)
  }
  return fields
}

export function addressMissing(): Fault {
  return new Fault('missing', 'ADDRESS_MISSING', 'There is no such address')
}

export function addressLimit(): Fault {
  return new Fault('precondition', 'ADDRESS_LIMIT', 'There are too many addresses')
}

function addressInvalid(field: string): Fault {
  return new Fault('invalid', 'ADDRESS_INVALID', `The ${field} is not valid`, { details: { field } })
}

function isLine(value: string, lengthMin: number, lengthMax: number): boolean {
  const length = [...value].length
  return length >= lengthMin && length <= lengthMax && !/\p{Cc}/u.test(value)
}
