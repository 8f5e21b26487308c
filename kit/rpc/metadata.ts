import { Metadata } from '@grpc/grpc-js'
import { type Context, outsideContext, type Person } from '../context.ts'
import { readTraceparent, traceparentOf } from '../telemetry/trace.ts'
import { messageInvalid } from './faults.ts'

/** What travels beside a message over gRPC; the deadline travels by gRPC's own means. */
type Travelling = Pick<Context, 'traceId' | 'spanId' | 'sampled' | 'by' | 'sessionId'>

const traceKey = 'traceparent'
/** JSON of a `Person`; the suffix makes gRPC carry any bytes. */
const personKey = 'cangqiong-person-bin'
const sessionKey = 'cangqiong-session'

/** Leaves out what says nothing: an anonymous person and an empty session. */
export function metadataOf(context: Context): Metadata {
  const metadata = new Metadata()
  metadata.set(traceKey, traceparentOf(context))
  if (context.by.kind !== 'anonymous') metadata.set(personKey, Buffer.from(JSON.stringify(context.by)))
  if (context.sessionId !== '') metadata.set(sessionKey, context.sessionId)
  return metadata
}

/** Throws a fault `invalid` where the person cannot be read: better nobody than somebody else. */
export function travellingOf(metadata: Metadata): Travelling {
  const trace = readTraceparent(textOf(metadata, traceKey)) ?? outsideContext
  const { traceId, spanId, sampled } = trace
  return { traceId, spanId, sampled, by: personOf(metadata), sessionId: textOf(metadata, sessionKey) }
}

function textOf(metadata: Metadata, key: string): string {
  const [value = ''] = metadata.get(key)
  return value.toString()
}

function personOf(metadata: Metadata): Person {
  const text = textOf(metadata, personKey)
  if (text === '') return { kind: 'anonymous' }
  const person = readPerson(text)
  if (person === undefined) throw messageInvalid(`${personKey} must be a person`)
  return person
}

function readPerson(text: string): Person | undefined {
  let given: Readonly<Record<string, unknown>>
  try {
    given = JSON.parse(text)
  } catch {
    return undefined
  }
  const { kind, id, shopId, roles } = given
  if (kind === 'anonymous') return { kind }
  if (typeof id !== 'string') return undefined
  if (kind === 'customer' || kind === 'system') return { kind, id }
  if (kind !== 'employee' || typeof shopId !== 'string' || !isTexts(roles)) return undefined
  return { kind, id, shopId, roles }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
