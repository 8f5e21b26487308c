import type { GatewayWorld, Who } from './gateway.fixture.ts'

interface Sent {
  readonly method?: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

/** Calls as the old pages do: the token in its own header, JSON by axios. */
export async function call(world: GatewayWorld, who: Who | null, url: string, sent: Sent = {}) {
  const header = url.startsWith('/admin') ? 'token' : 'authentication'
  return world.gateway.http.inject({
    method: (sent.method ?? 'GET') as 'GET',
    url,
    headers: {
      ...(who && { [header]: await world.token(who) }),
      ...(sent.body !== undefined && { 'content-type': 'application/json;charset=UTF-8' }),
      ...sent.headers,
    },
    ...(sent.body !== undefined && { payload: JSON.stringify(sent.body) }),
  })
}
