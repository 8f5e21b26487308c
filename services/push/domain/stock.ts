import type { Notice } from './notice.ts'

interface OfDish {
  readonly shopId: string
  readonly dishId: string
}

/** A dish runs out. */
export type StockNews =
  | (OfDish & { readonly type: 'stock.low'; readonly available: number })
  | (OfDish & { readonly type: 'stock.soldOut' })

/** What the shop hears live of its stock, at each crossing; it is no message to be read later. */
export function stockNotice({ shopId, type, ...news }: StockNews, at: number): Notice {
  const payload = JSON.stringify(news)
  return { audience: `shop:${shopId}`, type, kind: '', onceKey: `${type}:${news.dishId}:${at}`, payload }
}
