import type { OldRow } from '../schema.ts'
import { nameOf } from '../values.ts'

export interface NewGroup {
  readonly name: string
  readonly minimum: number
  readonly maximum: number
  readonly choices: readonly { readonly name: string; readonly priceFen: number }[]
}

/** The option groups of a dish, and what became of each of its flavours: empty where it is one of them. */
export interface Flavours {
  readonly groups: readonly NewGroup[]
  readonly skipped: ReadonlyMap<string, string>
}

const groupsMax = 4
const choicesMax = 20

/** As before, a customer may take one of each or none, and it costs nothing. */
export function flavoursOf(rows: readonly OldRow[]): Flavours {
  const groups = new Map<string, NewGroup>()
  const skipped = new Map<string, string>()
  for (const row of rows) {
    const read = groupOf(row)
    if ('skip' in read) skipped.set(row.id ?? '', read.skip)
    else if (groups.has(read.name)) skipped.set(row.id ?? '', 'FLAVOUR_TWICE')
    else if (groups.size === groupsMax) skipped.set(row.id ?? '', 'FLAVOURS_TOO_MANY')
    else groups.set(read.name, read)
  }
  return { groups: [...groups.values()], skipped }
}

function groupOf({ name, value }: OldRow): NewGroup | { readonly skip: string } {
  const choices = choicesIn(value ?? null)
  if (choices === undefined) return { skip: 'FLAVOUR_NOT_JSON' }
  const names = [...new Set(choices.map((choice) => nameOf(choice, 20)).filter((choice) => choice !== ''))]
  const group = nameOf(name, 20)
  if (group === '' || names.length === 0) return { skip: 'FLAVOUR_EMPTY' }
  if (names.length > choicesMax) return { skip: 'CHOICES_TOO_MANY' }
  return { name: group, minimum: 0, maximum: 1, choices: names.map((each) => ({ name: each, priceFen: 0 })) }
}

/** `["不辣","微辣"]` as its texts; undefined where it is something else. */
function choicesIn(value: string | null): readonly string[] | undefined {
  try {
    const parsed: unknown = JSON.parse(value ?? '')
    const isList = Array.isArray(parsed) && parsed.every((choice) => typeof choice === 'string')
    return isList ? parsed : undefined
  } catch {
    return undefined
  }
}
