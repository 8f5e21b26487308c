import type { Clock } from '#kit/clock.ts'
import type { Key } from '#kit/crypto/crypto.ts'
import { readPublicKey } from '#kit/crypto/keys.ts'
import { certificates, jsonIn, opened } from './messages.ts'
import { isAuthentic, type Proof } from './proof.ts'

/** An answer as it came, not believed yet. */
export interface RawAnswer {
  readonly status: number
  readonly proof: Proof
  readonly body: Uint8Array
}

/** The keys the platform signs with: those trusted from the start, and the certificates it sealed for us. */
export interface PlatformKeys {
  /** The key of this id. For an unknown one asks the platform for its certificates, at most once a minute. */
  find(id: string): Promise<Key | null>
}

interface Needs {
  /** PEM by id. */
  readonly trusted: Readonly<Record<string, string>>
  readonly apiV3Key: string
  readonly clock: Clock
  readonly download: () => Promise<RawAnswer>
}

const refreshPauseMs = 60_000

export function createPlatformKeys({ trusted, apiV3Key, clock, download }: Needs): PlatformKeys {
  const fixed = new Map(Object.entries(trusted).map(([id, pem]): [string, Key] => [id, readPublicKey(pem)]))
  let learnt = new Map<string, Key>()
  let refreshedAt = Number.NEGATIVE_INFINITY
  let refreshing: Promise<void> | null = null

  async function refresh(): Promise<void> {
    const answer = await download()
    const parsed = certificates.safeParse(jsonIn(answer.body))
    if (answer.status !== 200 || !parsed.success) return
    const fresh = new Map<string, Key>()
    for (const { serial_no: id, encrypt_certificate: box } of parsed.data.data) {
      const pem = opened(box, apiV3Key)
      if (pem) fresh.set(id, readPublicKey(new TextDecoder().decode(pem)))
    }
    // The answer may be signed with the certificate it brings: what is sealed with our key is believed.
    const key = fixed.get(answer.proof.serial) ?? fresh.get(answer.proof.serial)
    if (key && isAuthentic(answer.proof, answer.body, key, clock.now())) learnt = fresh
  }

  return {
    async find(id) {
      const known = () => fixed.get(id) ?? learnt.get(id) ?? null
      if (known() || id === '') return known()
      if (!refreshing && clock.now() - refreshedAt >= refreshPauseMs) {
        refreshedAt = clock.now()
        refreshing = refresh().finally(() => {
          refreshing = null
        })
      }
      await refreshing
      return known()
    },
  }
}
