/**
 * The accounts. `provider_clearing`: what the provider holds for us. `customer_deposits`: what customers paid
 * for food they have not got yet. `revenue`: what is earned. `refunds`: what is given back of it.
 */
export const accounts = ['provider_clearing', 'customer_deposits', 'revenue', 'refunds'] as const
export type Account = (typeof accounts)[number]

/** One line of a double entry; exactly one side is not 0. */
export interface Entry {
  readonly account: Account
  readonly debitFen: number
  readonly creditFen: number
}

export function paidEntries(amountFen: number): readonly Entry[] {
  return [debit('provider_clearing', amountFen), credit('customer_deposits', amountFen)]
}

/** Money goes back out of the order's deposit while there is one, and out of revenue after that. */
export function refundEntries(amountFen: number, depositFen: number): readonly Entry[] {
  return [...takeBack(amountFen, depositFen), credit('provider_clearing', amountFen)]
}

/** The whole amount is earned; what was given back before counts as given back now. */
export function revenueEntries(amountFen: number, depositFen: number): readonly Entry[] {
  return [...takeBack(amountFen, depositFen), credit('revenue', amountFen)]
}

/** An order's deposit: what its entries leave on `customer_deposits`. */
export function depositOf(entries: readonly Entry[]): number {
  return -balanceOf('customer_deposits', entries)
}

/** Debits less credits. */
export function balanceOf(account: Account, entries: readonly Entry[]): number {
  const own = entries.filter((entry) => entry.account === account)
  return own.reduce((sum, entry) => sum + entry.debitFen - entry.creditFen, 0)
}

function takeBack(amountFen: number, depositFen: number): readonly Entry[] {
  const fromDepositFen = Math.min(amountFen, Math.max(0, depositFen))
  return [debit('customer_deposits', fromDepositFen), debit('refunds', amountFen - fromDepositFen)].filter(
    (entry) => entry.debitFen > 0,
  )
}

const debit = (account: Account, fen: number): Entry => ({ account, debitFen: fen, creditFen: 0 })
const credit = (account: Account, fen: number): Entry => ({ account, debitFen: 0, creditFen: fen })
