import { Fault } from '#kit/fault.ts'

/** What customers change of themselves; what is absent stays as it is. */
export interface ProfileChange {
  readonly name?: string | undefined
  /** The id of an image, or empty. */
  readonly avatar?: string | undefined
  /** M, F or empty. */
  readonly sex?: string | undefined
}

const rules: { readonly [Field in keyof Required<ProfileChange>]: (value: string) => boolean } = {
  name: (value) => !/\p{Cc}/u.test(value) && [...value].length >= 1 && [...value].length <= 20,
  avatar: (value) => /^[A-Za-z0-9._-]{0,128}$/.test(value),
  sex: (value) => value === '' || value === 'M' || value === 'F',
}

/** The change without the spaces around the name, or a fault that names the first wrong field. */
export function checkProfile(given: ProfileChange): ProfileChange {
  const change = given.name === undefined ? given : { ...given, name: given.name.trim() }
  for (const field of Object.keys(rules) as (keyof ProfileChange)[]) {
    const value = change[field]
    if (value !== undefined && !rules[field](value)) throw profileInvalid(field)
  }
  return change
}

function profileInvalid(field: string): Fault {
  return new Fault('invalid', 'PROFILE_INVALID', `The ${field} is not valid`, { details: { field } })
}
