import { Fault } from '#kit/fault.ts'
import type { Attempt } from './attempt.ts'

/** A wish to open attempt n of an order. */
export interface Opening {
  readonly orderId: string
  readonly attemptId: string
  readonly n: number
  readonly amountFen: number
  readonly channel: 'WECHAT_JSAPI' | 'WECHAT_H5'
  readonly openid: string
  readonly clientIp: string
  readonly description: string
  readonly expiresAt: number
}

/** A wish that attempt n of an order is never paid. */
export type Closing = Pick<Opening, 'orderId' | 'attemptId' | 'n' | 'amountFen'>

export function newAttempt(opening: Opening, at: number): Attempt {
  assertNamed(opening)
  const { attemptId: id, ...content } = opening
  if (content.channel === 'WECHAT_JSAPI' && content.openid === '') throw invalid('JSAPI needs an openid')
  return { ...content, id, state: 'INIT', prepayRef: '', transaction: '', paidAt: 0, createdAt: at }
}

/** What stands for an attempt that is closed before it was opened, so that opening it later is refused. */
export function tombstone(closing: Closing, at: number): Attempt {
  assertNamed(closing)
  const { attemptId: id, ...content } = closing
  return {
    ...content,
    id,
    channel: 'NONE',
    state: 'CLOSED',
    openid: '',
    clientIp: '',
    description: '',
    expiresAt: at,
    prepayRef: '',
    transaction: '',
    paidAt: 0,
    createdAt: at,
  }
}

/** The known attempt, if it is the one that is meant. */
export function sameAttempt(known: Attempt, meant: Closing): Attempt {
  const isSame =
    known.id === meant.attemptId &&
    known.orderId === meant.orderId &&
    known.n === meant.n &&
    known.amountFen === meant.amountFen
  if (!isSame) throw new Fault('conflict', 'ATTEMPT_DIFFERS', 'the attempt was opened with other content')
  return known
}

function assertNamed({ orderId, attemptId, n, amountFen }: Closing): void {
  if (!/^[0-9a-f]{32}$/.test(attemptId)) throw invalid('an attempt id is 32 hexadecimal digits')
  if (orderId === '' || orderId.length > 36) throw invalid('an order id has 1 to 36 characters')
  if (n < 1) throw invalid('attempts are numbered from 1')
  if (amountFen < 1) throw invalid('an amount is at least 1 fen')
}

const invalid = (message: string) => new Fault('invalid', 'PAYMENT_INVALID', message)
