import { cashierPage, type View } from './cashier-page.ts'
import { type Answer, json, type Request, type Route } from './http.ts'
import { findTradeByPrepay, payTrade } from './trades.ts'
import { Refusal } from './wire.ts'
import type { World } from './world.ts'

/** Where a customer pays: a page for H5, and the WeChat app's part for a JSAPI prepay_id. */
export function cashierRoutes(world: World): readonly Route[] {
  return [
    { method: 'GET', path: '/cashier/:name', handle: (request, id) => showPage(world, request, id, null) },
    { method: 'POST', path: '/cashier/:name/pay', handle: (request, id) => pay(world, request, id) },
    {
      method: 'POST',
      path: '/cashier/:name/abandon',
      handle: (request, id) => showPage(world, request, id, 'abandoned'),
    },
  ]
}

function pay(world: World, request: Request, prepayId: string): Answer {
  const wantsPage = request.headers.accept?.includes('text/html') ?? false
  try {
    const trade = payTrade(world, prepayId)
    if (wantsPage) return showPage(world, request, prepayId, null)
    return open(
      json(200, {
        state: trade.state,
        out_trade_no: trade.outTradeNo,
        transaction_id: trade.transactionId,
        amount: trade.totalFen,
      }),
    )
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (wantsPage) return showPage(world, request, prepayId, null)
    return open(json(error.status, { code: error.code, message: error.message }))
  }
}

/** The shop's page may call it from its own address, as the WeChat app could. */
function open(answer: Answer): Answer {
  return { ...answer, headers: { ...answer.headers, 'Access-Control-Allow-Origin': '*' } }
}

function showPage(world: World, request: Request, prepayId: string, choice: 'abandoned' | null): Answer {
  const trade = findTradeByPrepay(world, prepayId)
  const view: View = !trade
    ? { kind: 'missing' }
    : trade.paidAt !== null
      ? { kind: 'paid', trade }
      : trade.state === 'CLOSED' && !world.switches.payAfterClose
        ? { kind: 'closed', trade }
        : { kind: choice ?? 'open', trade }
  return {
    status: trade ? 200 : 404,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy':
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'",
    },
    body: cashierPage(view, returnAddress(request.url)),
  }
}

/** Where the customer goes back to; only web addresses. */
function returnAddress(url: URL): string {
  const wanted = url.searchParams.get('redirect_url') ?? ''
  return /^https?:\/\//.test(wanted) ? wanted : ''
}
