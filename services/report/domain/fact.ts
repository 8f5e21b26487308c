/** Where an order stands; PENDING is the first that anybody is told of. */
export const states = ['PENDING', 'PAID', 'ACCEPTED', 'DELIVERING', 'COMPLETED', 'CANCELLED'] as const
export type State = (typeof states)[number]

export type Channel = 'WECHAT_JSAPI' | 'WECHAT_H5' | 'UNSPECIFIED'

/** A line as it was sold. */
export interface SoldLine {
  readonly kind: 'DISH' | 'SET_MEAL'
  readonly itemId: string
  readonly name: string
  readonly quantity: number
  readonly unitPriceFen: number
  readonly categoryId: string
  readonly categoryName: string
}

export interface Refund {
  readonly attemptId: string
  readonly n: number
  readonly amountFen: number
  readonly at: number
}

/** All that is known of an order, whatever came first. What is not known yet is absent. */
export interface Fact {
  readonly shopId?: string
  readonly customerId?: string
  readonly stands?: { readonly state: State; readonly version: number }
  readonly placed?: { readonly at: number; readonly amountFen: number; readonly lines: readonly SoldLine[] }
  readonly paid?: { readonly attemptId: string; readonly channel: Channel }
  readonly completed?: { readonly at: number; readonly amountFen: number }
  readonly refunds: readonly Refund[]
}

/** What one event tells of an order. */
export type News = Omit<Fact, 'refunds'> & { readonly refund?: Refund }

export const nothingKnown: Fact = { refunds: [] }

/** What is known with the news: the same in whatever order news come, and however often. */
export function learn(known: Fact, { refund, stands, ...news }: News): Fact {
  const latest = !known.stands || (stands && stands.version > known.stands.version) ? stands : known.stands
  return {
    ...known,
    ...news,
    ...(latest && { stands: latest }),
    refunds: refund ? withRefund(known.refunds, refund) : known.refunds,
  }
}

/** Only what the order had kept lowers what it came to; what was paid twice never belonged to it. */
export function refundsOfWhatWasKept({ paid, refunds }: Fact): readonly Refund[] {
  return refunds.filter(({ attemptId }) => attemptId === paid?.attemptId)
}

function withRefund(refunds: readonly Refund[], refund: Refund): readonly Refund[] {
  const others = refunds.filter(({ attemptId, n }) => attemptId !== refund.attemptId || n !== refund.n)
  return [...others, refund]
}
