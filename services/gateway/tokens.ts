import { type CryptoKey, compactVerify, decodeProtectedHeader, importJWK } from 'jose'
import { z } from 'zod'
import type { Clock } from '#kit/clock.ts'
import { Fault } from '#kit/fault.ts'
import { type Confinement, type Identity, invalidToken } from '#kit/http/identity.ts'
import { asGateway, type Clients } from './clients.ts'

interface TokenNeeds extends Pick<Clients, 'user'> {
  readonly clock: Clock
  readonly tokenLifeMaxMs: number
}

/** Nothing else may stand in a header: every further field is an instruction from whoever wrote the token. */
const headerForm = z.strictObject({
  alg: z.literal('EdDSA'),
  kid: z.string().min(1).max(128),
  typ: z.literal('JWT').optional(),
})

const common = { sub: z.string().min(1), sid: z.string().min(1), iat: z.int(), exp: z.int() }
const claimsForm = z.discriminatedUnion('kind', [
  z.object({ ...common, kind: z.literal('customer') }),
  z.object({
    ...{ ...common, kind: z.literal('employee'), shop: z.string().min(1), roles: z.array(z.string()) },
    confined: z.literal('PASSWORD_CHANGE_REQUIRED').optional(),
  }),
])
type Claims = z.infer<typeof claimsForm>

const keySetForm = z.object({ keys: z.array(z.looseObject({ kid: z.string(), kty: z.literal('OKP') })) })

/** Somebody else knows the password: until it is changed the session is good for nothing else. */
const untilPasswordChange: Confinement = {
  routes: [
    ...['changePassword', 'closeSession'],
    ...['PUT /admin/employee/editPassword', 'POST /admin/employee/logout'],
  ],
  refusal: () =>
    new Fault('forbidden', 'PASSWORD_CHANGE_REQUIRED', 'The initial password must be changed first'),
}

/** Unknown keys are asked for at most this often, known ones forgotten after so long. */
const keysPauseMs = 1000
const keysLifeMs = 60_000

/** Checks access tokens by the user service's public keys. Throws TOKEN_INVALID whatever is wrong. */
export function createTokens({ user, clock, tokenLifeMaxMs }: TokenNeeds) {
  let keys: ReadonlyMap<string, CryptoKey> = new Map()
  let askedAt = Number.NEGATIVE_INFINITY
  let asking: Promise<void> | undefined

  async function refresh(): Promise<void> {
    const { jwks } = await asGateway(() => user.getVerificationKeys({}))
    const set = keySetForm.parse(JSON.parse(jwks))
    const read = set.keys.map(async (jwk) => [jwk.kid, (await importJWK(jwk, 'EdDSA')) as CryptoKey] as const)
    keys = new Map(await Promise.all(read))
    askedAt = clock.now()
  }

  function ask(): Promise<void> {
    asking ??= refresh().finally(() => {
      asking = undefined
    })
    return asking
  }

  async function keyOf(kid: string): Promise<CryptoKey> {
    const ageMs = clock.now() - askedAt
    if (ageMs >= keysLifeMs || (!keys.has(kid) && ageMs >= keysPauseMs)) await ask()
    const key = keys.get(kid)
    if (!key) throw invalidToken()
    return key
  }

  return async function verify(token: string): Promise<Identity> {
    const header = headerForm.safeParse(headerOf(token))
    if (!header.success) throw invalidToken()
    const claims = await claimsOf(token, await keyOf(header.data.kid))
    const now = clock.now()
    const expiresAt = claims.exp * 1000
    if (expiresAt <= now || expiresAt - claims.iat * 1000 > tokenLifeMaxMs) throw invalidToken()
    const identity = { by: personOf(claims), sessionId: claims.sid, expiresAt }
    const isConfined = claims.kind === 'employee' && claims.confined !== undefined
    return isConfined ? { ...identity, confined: untilPasswordChange } : identity
  }
}

function headerOf(token: string): unknown {
  try {
    return decodeProtectedHeader(token)
  } catch (cause) {
    throw new Fault('unauthenticated', 'TOKEN_INVALID', invalidToken().message, { cause })
  }
}

async function claimsOf(token: string, key: CryptoKey): Promise<Claims> {
  try {
    const { payload } = await compactVerify(token, key, { algorithms: ['EdDSA'] })
    return claimsForm.parse(JSON.parse(new TextDecoder().decode(payload)))
  } catch (cause) {
    throw new Fault('unauthenticated', 'TOKEN_INVALID', invalidToken().message, { cause })
  }
}

function personOf(claims: Claims): Identity['by'] {
  if (claims.kind === 'customer') return { kind: 'customer', id: claims.sub }
  return { kind: 'employee', id: claims.sub, shopId: claims.shop, roles: claims.roles }
}
