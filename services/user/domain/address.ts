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
  /** Null where the customer has not put it on the map. */
  readonly location: Location | null
  /** What the client calls the regions by; nobody here asks what they mean. */
  readonly provinceCode: string
  readonly cityCode: string
  readonly districtCode: string
}

/** On the surface of the earth, in millionths of a degree. */
export interface Location {
  readonly latitudeE6: number
  readonly longitudeE6: number
}

export interface Address extends AddressFields {
  readonly id: string
  readonly customerId: string
  readonly isDefault: boolean
}

const placeFields = ['province', 'city', 'district', 'detail'] as const

/** More than any customer keeps, fewer than any screen shows badly. */
export const addressesMax = 50

const rules: { readonly [Field in keyof AddressFields]: (value: AddressFields[Field]) => boolean } = {
  consignee: (value) => /^[\p{L}\p{M}\p{N}·. ]{1,12}$/u.test(value),
  phone: isDeliverable,
  sex: (value) => value === '' || value === 'M' || value === 'F',
  province: (value) => isLine(value, 1, 32),
  city: (value) => isLine(value, 1, 32),
  district: (value) => isLine(value, 0, 32),
  detail: (value) => isLine(value, 1, 200),
  label: (value) => isLine(value, 0, 20),
  location: (value) => value === null || isOnEarth(value),
  provinceCode: isCode,
  cityCode: isCode,
  districtCode: isCode,
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
    location: given.location,
    provinceCode: given.provinceCode,
    cityCode: given.cityCode,
    districtCode: given.districtCode,
  }
  for (const field of Object.keys(rules) as (keyof AddressFields)[]) {
    if (!isValid(field, fields)) throw addressInvalid(field)
  }
  return fields
}

function isValid<Field extends keyof AddressFields>(field: Field, fields: AddressFields): boolean {
  return rules[field](fields[field])
}

/** The fields where the address was on the map, if they name no other place. */
export function locatedAs(before: AddressFields, after: AddressFields): AddressFields {
  const isSamePlace = placeFields.every((field) => before[field] === after[field])
  return after.location === null && isSamePlace ? { ...after, location: before.location } : after
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

function isCode(value: string): boolean {
  return /^[0-9A-Za-z-]{0,12}$/.test(value)
}

function isOnEarth({ latitudeE6, longitudeE6 }: Location): boolean {
  const isWithin = (e6: number, degrees: number) => Number.isInteger(e6) && Math.abs(e6) <= degrees * 1e6
  return isWithin(latitudeE6, 90) && isWithin(longitudeE6, 180)
}

function isLine(value: string, lengthMin: number, lengthMax: number): boolean {
  const length = [...value].length
  return length >= lengthMin && length <= lengthMax && !/\p{Cc}/u.test(value)
}
