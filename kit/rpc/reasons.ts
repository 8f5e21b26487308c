import { type DescEnum, type DescFile, getOption, hasOption } from '@bufbuild/protobuf'
import { reason as reasonOption } from '#contracts/gen/cangqiong/kit/v1/fault_pb.js'
import type { FaultKind } from '../fault.ts'
import { httpStatusOf, kindOfWire } from './status.ts'

/** A reason as a contract declares it. */
export interface Reason {
  readonly reason: string
  readonly kind: FaultKind
  /** What a customer reads. */
  readonly zh: string
  readonly en: string
  /** The declared status, or the one of the kind. */
  readonly httpStatus: number
}

/**
 * Every reason declared in these files, by its name without the enum's prefix (CART_EMPTY). A name declared
 * twice or without a kind is an error.
 */
export function reasonsOf(files: readonly DescFile[]): ReadonlyMap<string, Reason> {
  const reasons = new Map<string, Reason>()
  for (const declared of files.flatMap((file) => file.enums.flatMap(declaredIn))) {
    if (reasons.has(declared.reason)) throw new Error(`the reason ${declared.reason} is declared twice`)
    reasons.set(declared.reason, declared)
  }
  return reasons
}

function declaredIn(desc: DescEnum): readonly Reason[] {
  const prefix = desc.sharedPrefix?.toUpperCase() ?? ''
  return desc.values
    .filter((value) => hasOption(value, reasonOption))
    .map((value) => {
      const { kind: wireKind, zh, en, httpStatus } = getOption(value, reasonOption)
      const kind = kindOfWire(wireKind)
      if (kind === undefined) throw new Error(`the reason ${value.name} declares no kind`)
      const reason = value.name.slice(prefix.length)
      return { reason, kind, zh, en, httpStatus: httpStatus || httpStatusOf(kind) }
    })
}
