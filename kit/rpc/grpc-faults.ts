import { Metadata, type ServiceError, type StatusObject, status } from '@grpc/grpc-js'
import { Fault } from '../fault.ts'
import { decodeFault, encodeFault } from './fault-codec.ts'
import { cancelled, crossing, deadlineExceeded, unreachable } from './faults.ts'
import { grpcCodeOf } from './status.ts'

const detailsKey = 'grpc-status-details-bin'

/** How a fault leaves a gRPC server. */
export function statusOf(fault: Fault): StatusObject {
  const metadata = new Metadata()
  metadata.set(detailsKey, Buffer.from(encodeFault(fault)))
  return { code: grpcCodeOf(fault.kind), details: crossing(fault).message, metadata }
}

/**
 * What a failed gRPC call means here. Without a FaultDetail it did not come from a handler of ours: then the
 * work may have been done unless the request provably stayed here or was refused as a whole.
 */
export function faultOfError(error: ServiceError, callerLeft: boolean): Fault {
  const [bytes] = error.metadata?.get(detailsKey) ?? []
  const told = bytes instanceof Uint8Array ? decodeFault(bytes) : undefined
  if (told !== undefined) return told
  switch (error.code) {
    case status.DEADLINE_EXCEEDED:
      return deadlineExceeded()
    case status.CANCELLED:
      // Cancelled by nobody here: the server has cut the connection.
      return callerLeft ? cancelled() : unreachable(true, error)
    case status.INTERNAL:
      return isUndone(error) ? unreachable(false, error) : brokenAnswer(error)
    case status.UNIMPLEMENTED:
      return unreachable(false, error)
    default:
      return unreachable(!isUndone(error), error)
  }
}

/** The other side answered, but not as its contract says. */
export function brokenAnswer(cause: unknown): Fault {
  return new Fault('internal', 'INTERNAL', 'Something went wrong on our side', { cause })
}

/** What a server that is going away puts beside its refusal of a call that it has not begun. */
const unbegunKey = 'cangqiong-unbegun'

/** How a gRPC server refuses a call before any handler has seen it: it may be made again elsewhere. */
export function unbegunStatus(fault: Fault): StatusObject {
  const told = statusOf(fault)
  told.metadata?.set(unbegunKey, '1')
  return told as StatusObject
}

/** grpc-js tells by its words alone that a call was not done; with other words it may have been. */
const undoneWords: readonly (readonly [code: status, words: string])[] = [
  [status.UNAVAILABLE, 'No connection established'],
  [status.UNAVAILABLE, 'round_robin: No connection established'],
  [status.UNAVAILABLE, 'Name resolution failed'],
  [status.UNAVAILABLE, 'Channel closed before call started'],
  [status.UNAVAILABLE, 'The channel has been closed'],
  [status.UNAVAILABLE, 'Stream refused by server'],
  [status.INTERNAL, 'Failed to start HTTP/2 stream'],
]

/** Whether no handler can have seen this call. */
export function isUndone({ code, details, metadata }: ServiceError): boolean {
  if (metadata?.get(unbegunKey).length > 0) return true
  return undoneWords.some(([sameCode, words]) => code === sameCode && details.startsWith(words))
}
