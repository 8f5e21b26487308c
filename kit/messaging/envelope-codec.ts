import { EnvelopeSchema } from '#contracts/gen/cangqiong/kit/v1/delivery_pb.js'
import { decode, encode } from '../rpc/binary.ts'
import type { Envelope } from './bus.ts'
import { Undecodable } from './decode.ts'

/** An envelope as brokers store it: the contract's `Envelope` in protobuf, so that any client can read it. */
export function encodeEnvelope(envelope: Envelope): Buffer {
  const { buffer, byteOffset, byteLength } = encode(EnvelopeSchema, { ...envelope })
  return Buffer.from(buffer, byteOffset, byteLength)
}

/** The envelope in what a broker stored. Throws Undecodable where there is none. */
export function decodeEnvelope(bytes: Uint8Array): Envelope {
  const envelope = readEnvelope(bytes)
  if (envelope.id === '' || envelope.type === '') throw new Undecodable('an envelope without id or type')
  return envelope
}

function readEnvelope(bytes: Uint8Array): Envelope {
  try {
    return decode(EnvelopeSchema, bytes)
  } catch (cause) {
    throw new Undecodable('not an envelope', { cause })
  }
}
