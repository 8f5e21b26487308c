import { type Fault, faultOf } from '../fault.ts'
import type { Exchange } from './exchange.ts'
import type { Language } from './language.ts'
import { type Reasons, statusOf } from './reasons.ts'
import { Refusal } from './refusal.ts'
import { flatten, jsonReply, type Reply } from './reply.ts'

/** What every refusal looks like in JSON (RFC 9457). */
export function problemOf(fault: Fault, status: number, reasons: Reasons, exchange: Exchange) {
  const { language } = exchange
  const title = titleOf(fault, reasons, language)
  return {
    type: `/problems/${fault.reason}`,
    title,
    status,
    code: fault.reason,
    detail: language === 'en' ? fault.message : title,
    instance: exchange.requestId,
    traceId: exchange.trace.traceId,
    ...(Object.keys(fault.details).length > 0 && { details: fault.details }),
    ...(fault instanceof Refusal && fault.errors.length > 0 && { errors: fault.errors }),
  }
}

/** The reply for whatever was thrown; never more of a bug than that there was one. */
export function problemReply(thrown: unknown, reasons: Reasons, exchange: Exchange): Reply {
  const fault = faultOf(thrown)
  const status = httpStatusOf(fault, reasons)
  const headers = [
    ...flatten(advice(fault, status)),
    ...(fault instanceof Refusal ? flatten(fault.headers) : []),
  ]
  const { wordFault, dialect } = exchange.route
  if (dialect) {
    const refusal = dialect.refuse(fault, status, titleOf(fault, reasons, 'zh'))
    return jsonReply(refusal.status, refusal.body, headers)
  }
  if (wordFault) return jsonReply(status, wordFault(fault, status), headers)
  return {
    status,
    headers: [
      ...['Content-Type', 'application/problem+json', 'Content-Language', contentLanguage[exchange.language]],
      ...['Cache-Control', 'no-store', 'Vary', 'Accept-Language', ...headers],
    ],
    body: JSON.stringify(problemOf(fault, status, reasons, exchange)),
  }
}

/** Status of whatever was thrown. */
export function httpStatusOf(thrown: unknown, reasons: Reasons): number {
  const fault = faultOf(thrown)
  return (fault instanceof Refusal && fault.status) || statusOf(fault, reasons)
}

/** A code and its text without a request, for pages and for connections that broke before one. */
export function titleOf(fault: Fault, reasons: Reasons, language: Language): string {
  return (
    reasons.get(fault.reason)?.[language] ??
    reasons.get(generalReason[fault.kind])?.[language] ??
    fault.reason
  )
}

const contentLanguage = { zh: 'zh-CN', en: 'en' } as const

/** The kit's reason that says in general what a kind means. */
const generalReason: Readonly<Record<Fault['kind'], string>> = {
  invalid: 'MESSAGE_INVALID',
  unauthenticated: 'TOKEN_INVALID',
  forbidden: 'ROLE_MISSING',
  missing: 'ROUTE_MISSING',
  conflict: 'MESSAGE_INVALID',
  precondition: 'MESSAGE_INVALID',
  exhausted: 'RATE_LIMITED',
  unavailable: 'UNREACHABLE',
  expired: 'DEADLINE_EXCEEDED',
  internal: 'INTERNAL',
}

function advice(fault: Fault, status: number): Record<string, string> {
  if (status === 401) return { 'WWW-Authenticate': 'Bearer' }
  const { retryAfterSeconds } = fault.details
  if (retryAfterSeconds !== undefined && /^\d+$/.test(retryAfterSeconds))
    return { 'Retry-After': retryAfterSeconds }
  return status === 503 ? { 'Retry-After': '1' } : {}
}
