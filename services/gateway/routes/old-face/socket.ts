import type { NotificationSchema } from '#contracts/gen/cangqiong/push/v1/push_pb.js'
import type { Clock } from '#kit/clock.ts'
import { withContext } from '#kit/context.ts'
import { Fault } from '#kit/fault.ts'
import { type Identity, identityIn, invalidToken, type TokenVerifier } from '#kit/http/identity.ts'
import type { Line, SocketRequest, SocketRoute } from '#kit/http/socket-route.ts'
import type { PlainOf } from '#kit/rpc/message.ts'
import type { Clients } from '../../clients.ts'
import { shopOf } from '../../http.ts'

type Notification = PlainOf<typeof NotificationSchema>

interface OldSocketNeeds extends Pick<Clients, 'push' | 'order'> {
  readonly verifier: TokenVerifier
  readonly clock: Clock
  /** Pages that may use the console's cookie, beside those that this very host serves. */
  readonly origins: readonly string[]
}

/** The old console compares with numbers, and takes everything but 1 for a reminder. */
const typeNumbers: Readonly<Record<string, 1 | 2>> = { 'order.paid': 1, 'order.reminded': 2 }

/** How long after a break it is asked again. */
const againMs = 1000

/**
 * What the old console listens to. It sends no header: the cookie of its login travels with the request, so
 * the page must be one of ours. It comes back never, and hears nothing of the past.
 */
export function oldConsoleSocket(needs: OldSocketNeeds): SocketRoute {
  return {
    name: 'oldConsoleSocket',
    path: '/ws/:sid',
    summary: 'New orders and reminders of the employee’s shop, for the old console',
    rateClass: 'stream',
    async admit({ headers }) {
      if (!isOwnPage(headers, needs.origins)) throw invalidToken()
      const identity = await identityIn(needs.verifier, cookieIn(headers, 'token') ?? '')
      const shopId = shopOf(identity.by)
      return { talk: (line) => tell(needs, line, identity, shopId) }
    },
  }
}

function isOwnPage({ origin, host }: SocketRequest['headers'], origins: readonly string[]): boolean {
  if (origin === undefined) return false
  return origins.includes(origin) || origin === `http://${host}` || origin === `https://${host}`
}

function cookieIn({ cookie }: SocketRequest['headers'], name: string): string | undefined {
  const pairs = (cookie ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}

/** The page never comes back by itself, so whatever can heal behind this line is waited for. */
function tell(needs: OldSocketNeeds, line: Line, identity: Identity, shopId: string): Promise<void> {
  line.keepAsking(async () => needs.verifier.isLive(identity))
  const { by, sessionId } = identity
  const audience = `shop:${shopId}`
  return withContext({ by, sessionId, signal: line.signal }, async () => {
    const { lastSeq } = await needs.push.listNotifications({ audience, limit: 1 })
    let afterSeq = lastSeq
    while (!line.signal.aborted) {
      try {
        for await (const told of needs.push.follow({ audience, afterSeq })) {
          await tellOne(needs, line, told)
          afterSeq = told.seq
        }
      } catch (thrown) {
        if (!mayHeal(thrown)) throw thrown
      }
      await needs.clock.sleep(againMs, line.signal)
    }
  })
}

async function tellOne({ order }: OldSocketNeeds, line: Line, told: Notification): Promise<void> {
  const type = typeNumbers[told.type]
  if (type !== undefined) await line.send(JSON.stringify({ type, ...(await aboutOrder(order, told)) }))
}

function mayHeal(thrown: unknown): boolean {
  return thrown instanceof Fault && (thrown.kind === 'unavailable' || thrown.kind === 'expired')
}

/** The page writes `content` as HTML: it holds nothing that a customer has written. */
async function aboutOrder(order: Clients['order'], { payload }: Notification) {
  const { orderId, number } = JSON.parse(payload) as { orderId: string; number: string }
  const { numberId } = await order.getOrder({ orderId })
  return { orderId: numberId, content: `订单号：${number}` }
}
