import { Fault } from '#kit/fault.ts'

/** New ranges are opened every few years, so only the form of a mobile number is asked for. */
const mobileForm = /^1[3-9]\d{9}$/

/** The ranges in use, as the customer's address form knows them. */
const deliverableForm = /^(13[0-9]|14[01456879]|15[0-35-9]|16[2567]|17[0-8]|18[0-9]|19[0-35-9])\d{8}$/

export function isMobile(phone: string): boolean {
  return mobileForm.test(phone)
}

export function isDeliverable(phone: string): boolean {
  return deliverableForm.test(phone)
}

/** 138****5678: as much as somebody else needs to recognise it. */
export function maskedPhone(phone: string): string {
  return phone === '' ? '' : `${phone.slice(0, 3)}****${phone.slice(-4)}`
}

export function checkPhone(phone: string): void {
  if (!isMobile(phone)) throw new Fault('invalid', 'PHONE_INVALID', 'The phone number is not valid')
}
