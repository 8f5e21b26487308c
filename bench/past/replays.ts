import { atOf, customersOf, type Past, refundsOf, registeredAtOf } from './fill.ts'

const pageMax = 500

/** What payment would replay of a filled past; its cursors are numbers of orders. */
export function paymentReplay(past: Past) {
  const refundsFrom = pagesOf(past.orders, (n) => refundOf(n, past))
  return {
    async replayEvents({ cursor }: { readonly cursor: string }) {
      const { items: refunds, nextCursor } = refundsFrom(cursor)
      return { refunds, nextCursor }
    },
  }
}

/** What user would replay of it. */
export function userReplay(past: Past) {
  const customersFrom = pagesOf(customersOf(past), (n) => {
    return { customerId: String(n + 1), registeredAt: registeredAtOf(n + 1, past) }
  })
  return {
    async replayEvents({ cursor }: { readonly cursor: string }) {
      const { items: customers, nextCursor } = customersFrom(cursor)
      return { customers, deleted: [], nextCursor }
    },
  }
}

function pagesOf<T>(count: number, itemOf: (n: number) => T | null) {
  return (cursor: string) => {
    const items: T[] = []
    let n = Number(cursor)
    for (; n < count && items.length < pageMax; n++) {
      const item = itemOf(n)
      if (item) items.push(item)
    }
    return { items, nextCursor: n < count ? String(n) : '' }
  }
}

function refundOf(n: number, past: Past) {
  const { whole, part } = refundsOf
  const told = { orderId: idOf(n, past), attemptId: `a${n}`, n: 1 }
  if (n % whole.every === whole.rest)
    return { ...told, amountFen: 200 + (1 + (n % 3)) * 1000, refundedAt: atOf(n, past) + whole.afterMs }
  if (n % part.every === part.rest)
    return { ...told, amountFen: part.amountFen, refundedAt: atOf(n, past) + part.afterMs }
  return null
}

/** The id of an order, as the database makes it of its number. */
export function idOf(n: number, past: Past): string {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
  const at = atOf(n, past)
  const [high, low] = [hex(Math.floor(at / 65_536), 8), hex(at % 65_536, 4)]
  return `${high}-${low}-7${hex(n % 4096, 3)}-8000-${hex(n, 12)}`
}
