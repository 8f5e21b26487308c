import { CategoryKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import type { OldRow } from '../schema.ts'
import { type Mapped, nameOf, notesOf, wholeOf } from '../values.ts'

export interface NewCategory {
  readonly kind: CategoryKind
  readonly name: string
  readonly sort: number
  readonly enabled: boolean
}

const kinds: Readonly<Record<string, CategoryKind>> = { 1: CategoryKind.DISH, 2: CategoryKind.SET_MEAL }

export function categoryOf({ type, name, sort, status }: OldRow): Mapped<NewCategory> {
  const kind = kinds[type ?? '']
  if (kind === undefined) return { skip: 'KIND_UNKNOWN' }
  const taken = nameOf(name, 20)
  const place = Math.min(99, Math.max(0, wholeOf(sort) ?? 0))
  return {
    take: { kind, name: taken, sort: place, enabled: status === '1' },
    notes: notesOf({ NAME_CHANGED: taken !== name, SORT_CHANGED: String(place) !== sort }),
  }
}
