import { z } from 'zod'
import type { Clock } from '../clock.ts'

/** Where a Nacos is, and who we are there. */
export interface NacosServer {
  /** `host:port` of its gRPC. */
  readonly grpc: string
  /** `host:port` of its HTTP, without who we are: fit to show. */
  readonly name: string
  /** What every request carries: the login, or nothing where there is none. */
  headers(): Promise<Readonly<Record<string, string>>>
  /** The login was refused: the next request begins with a new one. */
  forgetLogin(): void
  /** Asks over HTTP with the login; `path` as in `/v3/admin/cs/config`. Gives up after three seconds. */
  fetch(path: string, init?: RequestInit): Promise<Response>
}

/** Nacos puts its gRPC for clients this far above its HTTP. */
const grpcOffset = 1000
const answerWithinMs = 3000

/** `url`: `http://host:port`, with `user:password@` before the host where Nacos wants a login. */
export function nacosAt(url: string, clock: Clock): NacosServer {
  const { protocol, hostname, port, host, username, password } = new URL(url)
  const root = `${protocol}//${host}/nacos`
  const ask = (path: string, init: RequestInit) =>
    fetch(root + path, { ...init, signal: AbortSignal.timeout(answerWithinMs) })
  const login = username === '' ? noLogin : createLogin(ask, clock, credentialsOf(username, password))

  return {
    ...login,
    name: host,
    grpc: `${hostname}:${Number(port || defaultPorts[protocol]) + grpcOffset}`,
    async fetch(path, init = {}) {
      const headers = { ...(await login.headers()), ...init.headers }
      const answer = await ask(path, { ...init, headers })
      if (answer.status === 403) login.forgetLogin()
      return answer
    },
  }
}

type Login = Pick<NacosServer, 'headers' | 'forgetLogin'>

const defaultPorts: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' }
const noLogin: Login = { headers: async () => ({}), forgetLogin: () => undefined }
const tokenSchema = z.object({ accessToken: z.string(), tokenTtl: z.number() })

function credentialsOf(username: string, password: string): URLSearchParams {
  return new URLSearchParams({
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
  })
}

/** Logs in when a token is first needed, and again a while before it expires. */
function createLogin(
  ask: (path: string, init: RequestInit) => Promise<Response>,
  clock: Clock,
  credentials: URLSearchParams,
): Login {
  let token: Promise<string> | undefined
  let renewAt = 0

  async function logIn(): Promise<string> {
    const answer = await ask('/v3/auth/user/login', { method: 'POST', body: credentials })
    if (!answer.ok) throw new Error(`Nacos refuses the login: HTTP ${answer.status}`)
    const { accessToken, tokenTtl } = tokenSchema.parse(await answer.json())
    renewAt = clock.now() + tokenTtl * 900
    return accessToken
  }

  return {
    async headers() {
      if (token === undefined || clock.now() >= renewAt) {
        renewAt = Number.POSITIVE_INFINITY
        token = logIn()
        token.catch(() => {
          token = undefined
        })
      }
      return { accessToken: await token }
    },
    forgetLogin() {
      token = undefined
    },
  }
}
