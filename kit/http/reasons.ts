import type { DescEnum } from '@bufbuild/protobuf'
import { getOption, hasOption } from '@bufbuild/protobuf'
import { reason as declaration, KitReasonSchema } from '../../contracts/gen/cangqiong/kit/v1/fault_pb.js'
import type { Fault, FaultKind } from '../fault.ts'

/** What a reason code means to whoever reads an answer. */
export interface Reason {
  readonly zh: string
  readonly en: string
  /** 0 where the kind of the fault decides. */
  readonly status: number
}

/** Every declared reason by its code. */
export type Reasons = ReadonlyMap<string, Reason>

/** HTTP status of each kind, where the reason does not say otherwise. */
export const statusByKind: Readonly<Record<FaultKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  precondition: 412,
  exhausted: 429,
  unavailable: 503,
  expired: 504,
  internal: 500,
}

/** Collects the reasons declared in the `…Reason` enums of contracts; the kit's own are always there. */
export function reasonsOf(enums: readonly DescEnum[]): Reasons {
  return new Map([KitReasonSchema, ...enums].flatMap(declaredIn))
}

/** The HTTP status of a fault: its reason's, or else its kind's. */
export function statusOf(fault: Fault, reasons: Reasons): number {
  return reasons.get(fault.reason)?.status || statusByKind[fault.kind]
}

function declaredIn(desc: DescEnum): [string, Reason][] {
  return desc.values
    .filter((value) => hasOption(value, declaration))
    .map((value) => {
      const { zh, en, httpStatus } = getOption(value, declaration)
      return [value.localName, { zh, en, status: httpStatus }]
    })
}
