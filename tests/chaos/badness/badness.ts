import fc from 'fast-check'
import { bytesOf, type Draft, goodDraft } from '../draft.ts'
import type { Operation } from '../operations.ts'
import { tokenFor, type World } from '../world.ts'

/** One way in which a request is wrong. */
export interface Badness {
  readonly name: string
  /** Whether an operation can be asked wrongly in this way. */
  fits(operation: Operation): boolean
  /** Requests of which not one may be obeyed. */
  requests(operation: Operation, world: World): fc.Arbitrary<BadRequest>
}

export interface BadRequest {
  readonly bytes: Buffer
  /** How it begins, for whoever reads a failure. */
  readonly [fc.toStringMethod]: () => string
}

const shownMax = 600

export function badRequest(bytes: Buffer): BadRequest {
  const shown = () => JSON.stringify(bytes.toString('utf8', 0, shownMax))
  return { bytes, [fc.toStringMethod]: shown }
}

export const written = (drafts: fc.Arbitrary<Draft>) => drafts.map((draft) => badRequest(bytesOf(draft)))

/** A request that would be fine, mostly from somebody who may, at times from somebody else or nobody. */
export function drafts(operation: Operation, world: World): fc.Arbitrary<Draft> {
  const { customer, staff, manager } = world.tokens
  const right = tokenFor(world, operation.audience)
  const tokens = fc.oneof(
    { weight: 6, arbitrary: fc.constant(right) },
    { weight: 2, arbitrary: fc.constantFrom(undefined, customer, staff, manager) },
  )
  return tokens.map((token) => withToken(goodDraft(operation, world), token))
}

export function withToken(draft: Draft, token: string | undefined): Draft {
  const others = draft.headers.filter(([name]) => name !== 'Authorization')
  return {
    ...draft,
    headers: token === undefined ? others : [...others, ['Authorization', `Bearer ${token}`]],
  }
}

/** What people try who want something else than they say. */
export const hostileTexts: readonly string[] = [
  "' OR '1'='1",
  '1; DROP TABLE orders--',
  '" OR ""="',
  "1' UNION SELECT password_hash FROM employee--",
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg/onload=alert(1)>',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what it takes for a template is the trap
  '{{7*7}}${7*7}',
  '../../../etc/passwd',
  '\u202Eabc\u200B',
  '😀🍜👨‍👩‍👧',
  '１２３',
  '-1',
  '0',
  '007',
  ' 1',
  '1 ',
  '1.0',
  '1e3',
  '0x10',
  '9007199254740993',
  '18446744073709551616',
  'null',
  'undefined',
  'NaN',
  'true',
  '[object Object]',
  '__proto__',
  'constructor',
  '%00',
  '\r\nSet-Cookie: a=b',
  '=cmd|calc',
  'x'.repeat(190),
]
