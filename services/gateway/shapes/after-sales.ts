import { z } from 'zod'
import {
  type ClaimSchema,
  ClaimState,
  type RefundSchema,
} from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { RefundState } from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import type { PlainOf } from '#kit/rpc/message.ts'
import { momentOf, momentOrNull, textOrNull } from '../http.ts'

const piecesShape = z.strictObject({ lineId: z.string(), quantity: z.int() })

/** Pieces of lines, as they are sent. */
export const piecesWanted = z
  .array(z.strictObject({ lineId: z.string().regex(/^[1-9][0-9]{0,14}$/), quantity: z.int().min(1).max(99) }))
  .max(50)
  .default([])

const refundStates = ['REQUESTED', 'PROCESSING', 'SUCCESS', 'ABNORMAL'] as const
const refundStateShape = z.enum(refundStates)

export const refundShape = z
  .strictObject({
    orderId: z.string(),
    n: z.int(),
    /** Null for staff who see no money. */
    amountFen: z.int().nullable(),
    cause: z.enum(['CANCELLED', 'SURPLUS', 'GRANTED']),
    state: refundStateShape,
    reason: z.string().nullable(),
    lines: z.array(piecesShape),
    by: z.string().nullable(),
    claimId: z.string().nullable(),
    steps: z.array(z.strictObject({ state: refundStateShape, at: z.string() })),
  })
  .meta({ id: 'Refund' })

const claimStates = ['OPEN', 'WITHDRAWN', 'APPROVED', 'REFUSED', 'LAPSED'] as const

export const claimShape = z
  .strictObject({
    id: z.string(),
    orderId: z.string(),
    orderNumber: z.string(),
    shopId: z.string(),
    customerId: z.string(),
    state: z.enum(claimStates),
    reason: z.string(),
    lines: z.array(piecesShape),
    imageIds: z.array(z.string()),
    /** Null, as what was granted, for staff who see no money. */
    askedFen: z.int().nullable(),
    grantedFen: z.int().nullable(),
    refundN: z.int().nullable(),
    answer: z.string().nullable(),
    settledBy: z.string().nullable(),
    createdAt: z.string(),
    settledAt: z.string().nullable(),
  })
  .meta({ id: 'Claim' })

export function shapeRefund({ moneyHidden: isHidden, ...refund }: PlainOf<typeof RefundSchema>) {
  return {
    ...refund,
    amountFen: isHidden ? null : refund.amountFen,
    cause: refund.cause as 'CANCELLED' | 'SURPLUS' | 'GRANTED',
    state: refundState(refund.state),
    reason: textOrNull(refund.reason),
    by: textOrNull(refund.by),
    claimId: textOrNull(refund.claimId),
    steps: refund.steps.map(({ state, at }) => ({ state: refundState(state), at: momentOf(at) })),
  }
}

export function shapeClaim({ moneyHidden: isHidden, ...claim }: PlainOf<typeof ClaimSchema>) {
  const isGranted = claim.state === ClaimState.APPROVED
  return {
    ...claim,
    state: ClaimState[claim.state] as (typeof claimStates)[number],
    askedFen: isHidden ? null : claim.askedFen,
    grantedFen: isGranted && !isHidden ? claim.grantedFen : null,
    refundN: isGranted ? claim.refundN : null,
    answer: textOrNull(claim.answer),
    settledBy: textOrNull(claim.settledBy),
    createdAt: momentOf(claim.createdAt),
    settledAt: momentOrNull(claim.settledAt),
  }
}

/** `OPEN,REFUSED` as the contract's states; empty means all. */
export const claimStatesQuery = z
  .string()
  .max(100)
  .transform((names) => names.split(','))
  .pipe(z.array(z.enum(claimStates)).max(claimStates.length))
  .transform((names) => names.map((name) => ClaimState[name]))

function refundState(state: RefundState) {
  return RefundState[state] as (typeof refundStates)[number]
}
