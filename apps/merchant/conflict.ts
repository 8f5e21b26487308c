import type { Draft } from './drafts.ts'

export const comparedFields = [
  'name',
  'categoryId',
  'price',
  'image',
  'description',
  'mealtimes',
  'groups',
  'parts',
] as const
export type Field = (typeof comparedFields)[number]

/** A field that two people have left differently, and whose it is unless somebody says otherwise. */
export interface Difference {
  readonly field: Field
  readonly chosen: 'mine' | 'theirs'
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** What I wrote against what is there now: what I never touched is theirs, all else mine. */
export function differences(base: Draft, mine: Draft, theirs: Draft): readonly Difference[] {
  return comparedFields
    .filter((field) => !isSame(mine[field], theirs[field]))
    .map((field) => ({ field, chosen: isSame(mine[field], base[field]) ? 'theirs' : 'mine' }))
}

/** My draft with what was chosen of theirs, as a change of what is there now. */
export function merged(mine: Draft, theirs: Draft, chosen: readonly Difference[]): Draft {
  const taken = chosen.filter((one) => one.chosen === 'theirs').map(({ field }) => [field, theirs[field]])
  return { ...mine, ...Object.fromEntries(taken), version: theirs.version }
}
