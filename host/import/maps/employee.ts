import type { OldRow } from '../schema.ts'
import { lineOf, type Mapped, notesOf } from '../values.ts'

export interface NewEmployee {
  readonly username: string
  readonly name: string
  readonly phone: string
  readonly sex: string
  /** Empty where it was none. */
  readonly idNumber: string
  readonly roles: readonly string[]
  readonly enabled: boolean
  /** As it was kept. */
  readonly password: string
}

/** There were no roles; only the account that came with the installation was the owner's. */
export function employeeOf(row: OldRow): Mapped<NewEmployee> {
  const { username, name, phone, password, status, sex, id_number: idNumber } = row
  const letters = (name ?? '').replace(/[^\p{L}\p{M}\p{N}·. ]+/gu, ' ')
  const taken = lineOf(letters, 12) || lineOf(username, 12)
  const isOwner = username?.toLowerCase() === 'admin'
  return {
    take: {
      username: username ?? '',
      name: taken,
      phone: phone ?? '',
      sex: sex === '1' ? 'M' : sex === '0' ? 'F' : '',
      idNumber: isIdNumber(idNumber) ? idNumber : '',
      roles: [isOwner ? 'manager' : 'staff'],
      enabled: status === '1',
      password: password ?? '',
    },
    notes: notesOf({ NAME_CHANGED: taken !== name, MADE_MANAGER: isOwner }),
  }
}

function isIdNumber(text: string | null | undefined): text is string {
  return /^(\d{15}|\d{17}[\dX])$/.test(text ?? '')
}
