import { z } from 'zod'
import { withContext } from '#kit/context.ts'
import { Fault } from '#kit/fault.ts'
import { type Identity, identityIn, type TokenVerifier } from '#kit/http/identity.ts'
import type { Line, SocketRoute } from '#kit/http/socket-route.ts'
import type { Clients } from '../clients.ts'
import { count } from '../http.ts'
import { audienceOf, seqMax, shapeNotification } from '../shapes/notification.ts'

interface LiveNeeds extends Pick<Clients, 'push'> {
  readonly verifier: TokenVerifier
}

/** Browsers send no header with a line, so the token is the second sub-protocol: `token.<access token>`. */
const protocol = 'cangqiong.v1'
const tokenPrefix = 'token.'

/** Tells push that what is already there is not wanted. */
const onlyNew = -1

const seq = z.int().min(0).max(seqMax)
const queryForm = z.object({ after: count(0, seqMax).optional() })
/** The first frame of a client that has shown no token yet. */
const helloForm = z.strictObject({ token: z.string().max(4096), after: seq.optional() })

/** The same stream as `/v1/stream`, frame by frame; goes on after a number. */
export function liveSocket(needs: LiveNeeds): SocketRoute {
  return {
    name: 'liveNotifications',
    path: '/v1/ws',
    summary: 'Notifications as they come, as JSON frames; goes on after a sequence number',
    rateClass: 'stream',
    async admit({ protocols, query }) {
      const { after } = parsed(queryForm, Object.fromEntries(query))
      const chosen = protocols.includes(protocol) ? { protocol } : {}
      const token = protocols.find((name) => name.startsWith(tokenPrefix))?.slice(tokenPrefix.length)
      if (token === undefined) return { ...chosen, talk: (line) => greet(needs, line) }
      const identity = await identityIn(needs.verifier, token)
      return { ...chosen, talk: (line) => tell(needs, line, identity, after) }
    },
  }
}

async function greet(needs: LiveNeeds, line: Line): Promise<void> {
  const { token, after } = parsed(helloForm, jsonOf(await line.firstFrame()))
  await tell(needs, line, await identityIn(needs.verifier, token), after)
}

function tell({ push, verifier }: LiveNeeds, line: Line, identity: Identity, after?: number): Promise<void> {
  line.keepAsking(async () => verifier.isLive(identity))
  const { by, sessionId } = identity
  const asked = { audience: audienceOf(by), afterSeq: after ?? onlyNew }
  return withContext({ by, sessionId, signal: line.signal }, async () => {
    for await (const told of push.follow(asked)) await line.send(JSON.stringify(shapeNotification(told)))
  })
}

function parsed<Form extends z.ZodType>(form: Form, given: unknown): z.output<Form> {
  const result = form.safeParse(given)
  if (!result.success) throw new Fault('invalid', 'PARAMETER_INVALID', 'What was sent first is not valid')
  return result.data
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Fault('invalid', 'PARAMETER_INVALID', 'The first frame is not JSON', { cause })
  }
}
