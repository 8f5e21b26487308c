import { Fault } from '#kit/fault.ts'

export const removedMax = 100

interface Named {
  readonly id: string
  readonly name: string
}

/** The things of these ids, each once; throws the reason where one of them is missing. */
export function findAll<T>(things: ReadonlyMap<string, T>, ids: readonly string[], missing: string): T[] {
  if (ids.length === 0 || ids.length > removedMax)
    throw new Fault('invalid', 'FIELDS_INVALID', `1 to ${removedMax} at once`)
  return [...new Set(ids)].map((id) => {
    const thing = things.get(id)
    if (!thing) throw new Fault('missing', missing, 'there is no such thing in the shop', { details: { id } })
    return thing
  })
}

/** Refuses where anything hinders, and names all that does. */
export function refuseAny(hindering: readonly Named[], reason: string, message: string): void {
  if (hindering.length === 0) return
  const ids = hindering.map(({ id }) => id).join(',')
  const names = hindering.map(({ name }) => name).join('、')
  throw new Fault('precondition', reason, message, { details: { ids, names } })
}
