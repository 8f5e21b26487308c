import { Fault } from '../fault.ts'
import type { LogFields } from './log.ts'

/** Names whose values are secrets or tell who somebody is. */
const hiddenWords = [
  ...['password', 'secret', 'token', 'authorization', 'cookie', 'signature', 'private', 'credential'],
  ...['phone', 'mobile', 'openid', 'consignee', 'address', 'idnumber', '(^|api|aes|hmac|signing)key$'],
]
const hiddenName = new RegExp(hiddenWords.join('|'), 'i')
const hidden = '***'
const depthMax = 5
const itemsMax = 50
const textMax = 4096

/** Fields as they may be written: secrets masked, errors with their causes, bounded in depth and length. */
export function cleanFields(fields: LogFields): Record<string, unknown> {
  return cleanEntries(fields, 0)
}

function cleanEntries(fields: object, depth: number): Record<string, unknown> {
  const cleaned: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields).slice(0, itemsMax)) {
    cleaned[name] = hiddenName.test(name) && isTelling(value) ? hidden : clean(value, depth)
  }
  return cleaned
}

/** A count of tokens or a flag about a password gives nothing away. */
function isTelling(value: unknown): boolean {
  return value !== null && value !== undefined && typeof value !== 'boolean'
}

function clean(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.length > textMax ? `${value.slice(0, textMax)}…` : value
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return value
  if (depth >= depthMax) return '…'
  if (value instanceof Error) return describeError(value, depth + 1)
  if (value instanceof Uint8Array) return `${value.length} bytes`
  if (Array.isArray(value)) return value.slice(0, itemsMax).map((item) => clean(item, depth + 1))
  return cleanEntries(value, depth + 1)
}

function describeError(error: Error, depth: number): Record<string, unknown> {
  const described: Record<string, unknown> = { type: error.name, message: error.message }
  if (error instanceof Fault) Object.assign(described, { kind: error.kind, reason: error.reason })
  if ('code' in error) described.code = error.code
  if (error.stack !== undefined) described.stack = error.stack
  if (error.cause !== undefined) described.cause = clean(error.cause, depth)
  if (error instanceof AggregateError) described.errors = clean(error.errors, depth)
  return described
}
