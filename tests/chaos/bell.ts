import assert from 'node:assert/strict'
import { demoEmployees } from '../../host/demo/people.ts'
import { call } from '../journeys/api.ts'
import { pause } from './patience.ts'
import type { Town } from './town.ts'

/** An employee who listens to the shop's stream all day, and picks it up again where it broke off. */
export interface Listener {
  /** How often the stream had to be picked up again. */
  resumed(): number
  /** What was heard, by sequence number, in the order it came. */
  readonly heard: readonly number[]
  stop(): Promise<void>
}

const pauseMs = 50

/** Listens from now on: every notification is to come once and in order, however often the stream breaks. */
export async function listen(town: Town): Promise<Listener> {
  const [{ username, password }] = demoEmployees
  const grant = { grant: 'employee', username, password }
  const { body } = await call(town.url, { method: 'POST', path: '/v1/sessions', body: grant })
  const token = body.accessToken as string
  const now = await call(town.url, { method: 'GET', path: '/v1/notifications', token })
  const heard: number[] = [now.body.lastSeq]
  const ended = new AbortController()
  let resumed = -1

  async function follow(): Promise<void> {
    while (!ended.signal.aborted) {
      resumed += 1
      await readStream(`${town.url}/v1/stream?after=${heard.at(-1)}`, token, heard, ended.signal)
      await pause(pauseMs)
    }
  }

  const following = follow()
  return {
    heard,
    resumed: () => resumed,
    async stop() {
      ended.abort()
      await following
    },
  }
}

async function readStream(url: string, token: string, heard: number[], signal: AbortSignal): Promise<void> {
  const decoder = new TextDecoder()
  let rest = ''
  try {
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` }, signal })
    for await (const bytes of response.body ?? []) {
      const events = (rest + decoder.decode(bytes, { stream: true })).split('\n\n')
      rest = events.pop() ?? ''
      for (const event of events) hear(event, heard)
    }
  } catch (error) {
    // A stream that breaks is picked up again; what must not happen is that anything is missed.
    assert.ok(error instanceof Error)
  }
}

function hear(event: string, heard: number[]): void {
  const seq = /^id: ?(\d+)$/m.exec(event)?.[1]
  if (seq !== undefined) heard.push(Number(seq))
}
