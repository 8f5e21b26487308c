import type { DescMessage } from '@bufbuild/protobuf'
import { completeJson } from '../rpc/plain.ts'

/** Thrown where a payload is not what its type promises: offering it again would not help. */
export class Undecodable extends Error {}

/** An event in its plain form: defaults filled in, unknown fields ignored. Throws Undecodable. */
export function decodeEvent<Desc extends DescMessage>(event: Desc, payload: string) {
  try {
    return completeJson(event, payload)
  } catch (cause) {
    throw new Undecodable(`not a ${event.typeName}`, { cause })
  }
}
