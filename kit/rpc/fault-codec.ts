import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import { anyPack, anyUnpack } from '@bufbuild/protobuf/wkt'
import { FaultDetailSchema } from '#contracts/gen/cangqiong/kit/v1/fault_pb.js'
import { StatusSchema } from '#contracts/gen/google/rpc/status_pb.js'
import { Fault } from '../fault.ts'
import { crossing } from './faults.ts'
import { grpcCodeOf, kindOfWire, wireKindOf } from './status.ts'

/** A fault as bytes: google.rpc.Status holding a FaultDetail, what `grpc-status-details-bin` carries. */
export function encodeFault(fault: Fault): Uint8Array {
  const { kind, reason, message, details, unknown } = crossing(fault)
  const detail = create(FaultDetailSchema, { kind: wireKindOf(kind), reason, message, details, unknown })
  return toBinary(
    StatusSchema,
    create(StatusSchema, { code: grpcCodeOf(kind), message, details: [anyPack(FaultDetailSchema, detail)] }),
  )
}

/** The fault in these bytes; undefined where they hold none that this build knows. */
export function decodeFault(bytes: Uint8Array): Fault | undefined {
  try {
    const { details: packed } = fromBinary(StatusSchema, bytes)
    for (const any of packed) {
      const detail = anyUnpack(any, FaultDetailSchema)
      const kind = detail === undefined ? undefined : kindOfWire(detail.kind)
      if (detail === undefined || kind === undefined) continue
      const { reason, message, details, unknown } = detail
      return new Fault(kind, reason, message, { details, unknown })
    }
  } catch {
    return undefined
  }
  return undefined
}
