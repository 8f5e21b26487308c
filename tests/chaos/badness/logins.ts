import fc from 'fast-check'
import { goodDraft, jsonBody, withHeader } from '../draft.ts'
import type { Operation } from '../operations.ts'
import { placesOf, sampleOf, withAt } from '../schema.ts'
import type { World } from '../world.ts'
import { type Badness, drafts, hostileTexts, withToken, written } from './badness.ts'

const isGuarded = ({ audience }: Operation) => audience !== 'public'

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Tokens that look like tokens. */
function forgedTokens({ tokens: { manager }, refreshToken }: World): readonly string[] {
  const [head = '', claims = '', signature = ''] = manager.split('.')
  const said = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>
  const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as Record<string, unknown>
  const other = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`
  const withHead = (change: object) => [base64({ ...header, ...change }), claims, signature].join('.')
  const withClaims = (change: object) => [head, base64({ ...said, ...change }), signature].join('.')
  return [
    [head, claims, other].join('.'),
    [head, claims, ''].join('.'),
    [head, claims].join('.'),
    [head, claims, signature, 'x'].join('.'),
    ...['none', 'None', 'HS256', 'ES256', ''].map((alg) => withHead({ alg })),
    ...['../../etc/passwd', "' OR 1=1--", 'x'.repeat(2000)].map((kid) => withHead({ kid })),
    withHead({ jwk: { kty: 'OKP', crv: 'Ed25519', x: 'AAAA' } }),
    withHead({ b64: false, crit: ['b64'] }),
    withClaims({ sub: '424242' }),
    withClaims({ roles: ['manager', 'admin'] }),
    withClaims({ exp: 99_999_999_999 }),
    `${base64({ alg: 'none' })}.${base64({ sub: '1', roles: ['manager'] })}.`,
    refreshToken,
  ]
}

function authorizations(world: World): readonly string[] {
  const { manager, customer } = world.tokens
  return [
    ...forgedTokens(world).map((token) => `Bearer ${token}`),
    ...['Bearer', 'Bearer ', 'Bearer a b', 'Bearer null', 'Basic YWRtaW46YWRtaW4=', 'Digest x', manager, ''],
    `Bearer ${manager}, Bearer ${customer}`,
    `Bearer ${'x'.repeat(5000)}`,
    `Bearer ${manager.slice(0, -3)}`,
    'Bearer \xff\xfe',
    ...hostileTexts
      .filter((text) => !/[\r\n]/.test(text) && /^[\x20-\x7e]+$/.test(text))
      .map((text) => `Bearer ${text}`),
  ]
}

const brokenTokens: Badness = {
  name: 'a token nobody gave out',
  fits: isGuarded,
  requests: (operation, world) =>
    written(
      fc
        .constantFrom(...authorizations(world))
        .map((value) => withHeader(goodDraft(operation, world), 'Authorization', value)),
    ),
}

const noTokens: Badness = {
  name: 'no token',
  fits: isGuarded,
  requests: (operation, world) =>
    written(
      fc.constantFrom('Cookie', 'X-Access-Token', 'token', 'X-Forwarded-User').map((name) => {
        const draft = withToken(goodDraft(operation, world), undefined)
        return withHeader(draft, name, `token=${world.tokens.manager}`)
      }),
    ),
}

const wrongPeople: Badness = {
  name: 'the token of somebody who may not',
  fits: ({ audience }) => audience === 'customer' || audience === 'employee' || audience === 'manager',
  requests(operation, world) {
    const { customer, staff, manager } = world.tokens
    const others = { customer: [staff, manager], employee: [customer], manager: [customer, staff] }
    const tokens = others[operation.audience as keyof typeof others]
    return written(fc.constantFrom(...tokens).map((token) => goodDraft(operation, world, token)))
  },
}

/** What could be somebody's name is a wrong login rather than bad input, and is counted as such. */
const isNoName = (text: string) => !/^[a-z0-9]{3,20}$/i.test(text)

/** Codes of WeChat aside: the simulator takes any text for a new customer's. */
const hostileTextsByStrangers: Badness = {
  name: 'SQL, HTML and emoji in every text, from a stranger',
  fits: ({ body }) =>
    typeof body === 'object' &&
    placesOf(body, sampleOf(body, {})).some(({ schema }) => schema.type === 'string'),
  requests(operation, world) {
    const schema = typeof operation.body === 'object' ? operation.body : {}
    const shapes = (schema.oneOf ?? [schema]).filter(({ properties = {} }) => !('jsCode' in properties))
    const bodies = fc
      .tuple(fc.constantFrom(...shapes), fc.constantFrom(...hostileTexts.filter(isNoName)))
      .map(([shape, text]) => {
        const value = sampleOf(shape, world.knownTo(operation.name))
        const texts = placesOf(shape, value).filter(
          (place) => place.schema.type === 'string' && !place.schema.const,
        )
        return texts.reduce((spoilt, { path, schema: { maxLength = 200 } }) => {
          return withAt(spoilt, path, text.slice(0, maxLength))
        }, value)
      })
    return written(
      bodies.map((value) => ({
        ...withToken(goodDraft(operation, world), undefined),
        body: jsonBody(value),
      })),
    )
  },
}

const brokenKeys: Badness = {
  name: 'an idempotency key that is none',
  fits: ({ parameters }) => parameters.some(({ name }) => name === 'Idempotency-Key'),
  requests: (operation, world) =>
    written(
      fc
        .tuple(
          drafts(operation, world),
          fc.constantFrom<readonly string[]>(
            [],
            [''],
            ['a b'],
            ['x'.repeat(129)],
            ['\xe9'],
            ['a', 'b'],
            ['\t'],
            ['a\x7f'],
          ),
        )
        .map(([draft, keys]) => withHeader(draft, 'Idempotency-Key', ...keys)),
    ),
}

export const loginBadness: readonly Badness[] = [
  brokenTokens,
  noTokens,
  wrongPeople,
  hostileTextsByStrangers,
  brokenKeys,
]
