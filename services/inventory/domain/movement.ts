import { Fault } from '#kit/fault.ts'

export type MovementKind = 'SET' | 'DAY' | 'COMMIT' | 'ADJUST'

/** One change of what is on hand. */
export interface Movement {
  readonly id: string
  readonly kind: MovementKind
  readonly delta: number
  readonly reason: string
  /** Empty where it was not written down. */
  readonly movedBy: string
  /** Empty but for COMMIT. */
  readonly orderId: string
  readonly at: number
}

export interface PageWish {
  /** The id of the last movement seen; empty: from the newest. */
  readonly cursor: string
  /** 0: as many as usual */
  readonly limit: number
}

const limitMax = 100
const limitUsual = 20

/** Movements below an id, so many at most. */
export function checkPage({ cursor, limit }: PageWish): { readonly below: number; readonly limit: number } {
  const sound = /^([1-9]\d{0,14})?$/.test(cursor) && limit >= 0 && limit <= limitMax
  if (!sound) throw new Fault('invalid', 'PARAMETER_INVALID', `a page has 1 to ${limitMax} movements`)
  return { below: cursor === '' ? Number.MAX_SAFE_INTEGER : Number(cursor), limit: limit || limitUsual }
}
