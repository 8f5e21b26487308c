import { FaultKind as WireKind } from '#contracts/gen/cangqiong/kit/v1/fault_pb.js'
import type { FaultKind } from '../fault.ts'

interface KindRow {
  readonly kind: FaultKind
  readonly wire: WireKind
  readonly grpc: number
  readonly http: number
}

/** The one table of kinds: how each travels in FaultDetail, over gRPC and over HTTP. */
const rows: readonly KindRow[] = [
  { kind: 'invalid', wire: WireKind.INVALID, grpc: 3, http: 400 },
  { kind: 'unauthenticated', wire: WireKind.UNAUTHENTICATED, grpc: 16, http: 401 },
  { kind: 'forbidden', wire: WireKind.FORBIDDEN, grpc: 7, http: 403 },
  { kind: 'missing', wire: WireKind.MISSING, grpc: 5, http: 404 },
  { kind: 'conflict', wire: WireKind.CONFLICT, grpc: 10, http: 409 },
  { kind: 'precondition', wire: WireKind.PRECONDITION, grpc: 9, http: 412 },
  { kind: 'exhausted', wire: WireKind.EXHAUSTED, grpc: 8, http: 429 },
  { kind: 'unavailable', wire: WireKind.UNAVAILABLE, grpc: 14, http: 503 },
  { kind: 'expired', wire: WireKind.EXPIRED, grpc: 4, http: 504 },
  { kind: 'internal', wire: WireKind.INTERNAL, grpc: 13, http: 500 },
]

const byKind = new Map(rows.map((row) => [row.kind, row]))
const byWire = new Map(rows.map((row) => [row.wire, row]))

function rowOf(kind: FaultKind): KindRow {
  const row = byKind.get(kind)
  if (row === undefined) throw new Error(`no status for the kind ${kind}`)
  return row
}

/** HTTP status of a kind; a reason may declare another one (`Reason.httpStatus`). */
export function httpStatusOf(kind: FaultKind): number {
  return rowOf(kind).http
}

/** gRPC status code of a kind. */
export function grpcCodeOf(kind: FaultKind): number {
  return rowOf(kind).grpc
}

/** How a kind is written in contracts and in FaultDetail. */
export function wireKindOf(kind: FaultKind): WireKind {
  return rowOf(kind).wire
}

/** The kind written in a contract or a FaultDetail; undefined for one this build does not know. */
export function kindOfWire(wire: WireKind): FaultKind | undefined {
  return byWire.get(wire)?.kind
}
