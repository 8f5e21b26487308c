import { z } from 'zod'
import type { NotificationSchema } from '#contracts/gen/cangqiong/push/v1/push_pb.js'
import type { TokenVerifier } from '#kit/http/identity.ts'
import { answer, type Route, route } from '#kit/http/route.ts'
import { eventStream, eventStreamHeaders, type ServerEvent } from '#kit/http/sse.ts'
import type { PlainOf } from '#kit/rpc/message.ts'
import type { Clients } from '../clients.ts'
import { anyRead, anyWrite, count, opaqueId } from '../http.ts'
import { audienceOf, notificationFields, seqMax, shapeNotification } from '../shapes/notification.ts'

interface NotificationNeeds extends Pick<Clients, 'push'> {
  readonly verifier: Pick<TokenVerifier, 'isLive'>
}

const notificationShape = z.strictObject(notificationFields).meta({ id: 'Notification' })

const tagged = { tag: 'notifications' } as const

export function notificationRoutes(needs: NotificationNeeds): readonly Route[] {
  return [listNotifications(needs), markNotificationsRead(needs), followNotifications(needs)]
}

function listNotifications({ push }: NotificationNeeds): Route {
  return route({
    ...anyRead,
    ...tagged,
    name: 'listNotifications',
    method: 'GET',
    path: '/v1/notifications',
    summary: 'The caller’s notifications, or those of the employee’s shop, after a sequence number',
    query: z.strictObject({ after: count(0, seqMax).default(0), limit: count(1, 100).default(50) }),
    replies: {
      200: z.strictObject({ items: z.array(notificationShape), lastSeq: z.int(), readSeq: z.int() }),
    },
    async handler({ by, query }) {
      const asked = { audience: audienceOf(by), afterSeq: query.after, limit: query.limit }
      const { notifications, lastSeq, readSeq } = await push.listNotifications(asked)
      return answer(200, { items: notifications.map(shapeNotification), lastSeq, readSeq })
    },
  })
}

function markNotificationsRead({ push }: NotificationNeeds): Route {
  return route({
    ...anyWrite,
    ...tagged,
    name: 'markNotificationsRead',
    method: 'POST',
    path: '/v1/notifications/read',
    summary: 'Remembers how far a device has read',
    body: z.strictObject({ deviceId: opaqueId, seq: z.int().min(0) }),
    replies: { 204: z.undefined() },
    async handler({ by, body }) {
      await push.markRead({ audience: audienceOf(by), ...body })
      return answer(204)
    },
  })
}

function followNotifications({ push, verifier }: NotificationNeeds): Route {
  return route({
    ...anyRead,
    ...tagged,
    name: 'followNotifications',
    method: 'GET',
    path: '/v1/stream',
    summary: 'Notifications as they come, as server-sent events; goes on after Last-Event-ID',
    query: z.strictObject({ after: count(0, seqMax).optional() }),
    replies: { 200: { media: 'text/event-stream; charset=utf-8' } },
    rateClass: 'stream',
    deadlineMs: Number.POSITIVE_INFINITY,
    async handler({ by, query, headers, sessionId, sessionExpiresAt }) {
      const afterSeq = lastSeenOf(headers['last-event-id']) ?? query.after ?? onlyNew
      const identity = { by, sessionId, expiresAt: sessionExpiresAt }
      const stream = eventStream({
        source: eventsOf(push.follow({ audience: audienceOf(by), afterSeq })),
        stillAllowed: async () => verifier.isLive(identity),
      })
      return answer(200, stream, eventStreamHeaders)
    },
  })
}

/** Tells push that what is already there is not wanted. */
const onlyNew = -1

function lastSeenOf(lastEventId: string | undefined): number | undefined {
  return lastEventId !== undefined && /^[0-9]{1,15}$/.test(lastEventId) ? Number(lastEventId) : undefined
}

async function* eventsOf(
  notifications: AsyncIterable<PlainOf<typeof NotificationSchema>>,
): AsyncIterable<ServerEvent> {
  for await (const notification of notifications) {
    const shaped = shapeNotification(notification)
    yield { id: String(shaped.seq), event: shaped.type, data: JSON.stringify(shaped) }
  }
}
