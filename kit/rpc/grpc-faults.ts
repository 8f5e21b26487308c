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
      return brokenAnswer(error)
    case status.UNIMPLEMENTED:
      return unreachable(false, error)
    default:
      return unreachable(!stayedHere(error), error)
  }
}

/** The other side answered, but not as its contract says. */
export function brokenAnswer(cause: unknown): Fault {
  return new Fault('internal', 'INTERNAL', 'Something went wrong on our side', { cause })
}

/** grpc-js tells only by its words that a call never left; other words mean that it may have. */
const unsentWords = [
  'No connection established',
  'round_robin: No connection established',
  'Name resolution failed',
  'Channel closed before call started',
  'The channel has been closed',
]

function stayedHere({ code, details }: ServiceError): boolean {
  return code === status.UNAVAILABLE && unsentWords.some((words) => details.startsWith(words))
}
