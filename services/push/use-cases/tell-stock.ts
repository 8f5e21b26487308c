import { type StockNews, stockNotice } from '../domain/stock.ts'
import type { PushNeeds } from '../ports.ts'

/** Tells a shop that a dish runs out. */
export async function tellStock(
  needs: Pick<PushNeeds, 'bells' | 'clock' | 'store'>,
  news: StockNews,
): Promise<void> {
  const at = needs.clock.now()
  const notice = stockNotice(news, at)
  await needs.store.recordNotice(notice, at)
  needs.bells.ring(notice.audience)
}
