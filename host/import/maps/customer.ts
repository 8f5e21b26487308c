import type { OldRow } from '../schema.ts'
import { instantOf, lineOf, type Mapped, notesOf } from '../values.ts'

export interface NewCustomer {
  readonly name: string
  readonly phone: string
  readonly openid: string
  readonly registeredAt: number
}

/** `unknownAt` stands for a date of registration that nobody wrote down. */
export function customerOf(
  { name, phone, openid, create_time }: OldRow,
  unknownAt: number,
): Mapped<NewCustomer> {
  const registeredAt = instantOf(create_time)
  const given = { name: lineOf(name, 32), phone: phone?.trim() ?? '', openid: openid?.trim() ?? '' }
  const isMobile = /^1[3-9]\d{9}$/.test(given.phone)
  return {
    take: { ...given, phone: isMobile ? given.phone : '', registeredAt: registeredAt ?? unknownAt },
    notes: notesOf({
      DATE_UNKNOWN: registeredAt === undefined,
      PHONE_DROPPED: given.phone !== '' && !isMobile,
      NO_LOGIN: given.openid === '' && !isMobile,
    }),
  }
}
