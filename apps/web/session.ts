import type { Session } from './gen/operations.ts'
import { problemIn, unreachable } from './problem.ts'

export type { Session }

/** Who is logged in here; survives a reload, and is the same in every tab. */
export interface SessionKeeper {
  current(): Session | null
  keep(session: Session): void
  forget(): void
  /** A token that is still good by this device's clock; undefined where nobody is logged in. */
  token(): Promise<string | undefined>
  /** Another token than this one, which the server no longer takes. */
  tokenAfter(refused: string): Promise<string | undefined>
  /** Hears of every change, by whichever tab; answers how to stop. */
  onChange(hear: () => void): () => void
}

/** Renewed this long before its end: a request has to fit in. A wrong clock costs one refusal more. */
const earlyMs = 1000

/** Keeps the session under a name of the browser's storage. */
export function createSessionKeeper(name: string): SessionKeeper {
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const hear of listeners) hear()
  }
  globalThis.addEventListener('storage', (event) => event.key === name && tell())

  function current(): Session | null {
    const text = localStorage.getItem(name)
    return text === null ? null : JSON.parse(text)
  }
  function keep(session: Session): void {
    localStorage.setItem(name, JSON.stringify(session))
    tell()
  }
  function forget(): void {
    localStorage.removeItem(name)
    tell()
  }

  /** One tab renews; the others find what it got. */
  function renewed(isUseful: (session: Session) => boolean): Promise<Session | null> {
    return navigator.locks.request(`${name}-renewal`, async () => {
      const session = current()
      if (session === null || isUseful(session)) return session
      const next = await refresh(session)
      if (next) keep(next)
      else forget()
      return next
    })
  }

  return {
    current,
    keep,
    forget,
    async token() {
      const session = current()
      const good = session === null || isGood(session) ? session : await renewed(isGood)
      return good?.accessToken
    },
    async tokenAfter(refused) {
      return (await renewed(({ accessToken }) => accessToken !== refused))?.accessToken
    },
    onChange(hear) {
      listeners.add(hear)
      return () => listeners.delete(hear)
    },
  }
}

function isGood({ accessExpiresAt }: Session): boolean {
  return Date.parse(accessExpiresAt) - Date.now() > earlyMs
}

/** Null where the session is over; throws where nobody can say. */
async function refresh({ refreshToken }: Session): Promise<Session | null> {
  const response = await fetch('/v1/sessions/refresh', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ refreshToken }),
  }).catch(() => {
    throw unreachable()
  })
  if (response.ok) return response.json()
  if (response.status === 401) return null
  throw await problemIn(response)
}
