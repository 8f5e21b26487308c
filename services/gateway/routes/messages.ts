import { z } from 'zod'
import { MessageKind, type MessageSchema, MessageStatus } from '#contracts/gen/cangqiong/push/v1/push_pb.js'
import { assert } from '#kit/assert.ts'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { PlainOf } from '#kit/rpc/message.ts'
import type { Clients } from '../clients.ts'
import { anyRead, anyWrite, count, numberId } from '../http.ts'
import { audienceOf, notificationFields, seqMax, shapeNotification } from '../shapes/notification.ts'

type MessageNeeds = Pick<Clients, 'push'>

const kinds = [
  'NEW_ORDER',
  'URGENT',
  'TO_DISPATCH',
  'REMINDER',
  'SUMMARY',
  'CANCELLED',
  'ORDER',
  'REFUND',
  'CLAIM',
] as const

const messageShape = z
  .strictObject({ ...notificationFields, kind: z.enum(kinds), isRead: z.boolean() })
  .meta({ id: 'Message' })

const unreadShape = z.strictObject({ unread: z.int() })

/** `NEW_ORDER,REMINDER` as the contract's kinds. */
const kindsQuery = z
  .string()
  .max(200)
  .transform((names) => names.split(','))
  .pipe(z.array(z.enum(kinds)).max(kinds.length))
  .transform((names) => names.map((name) => MessageKind[name]))

const seq = z.int().min(1).max(seqMax)
const tagged = { tag: 'messages' } as const

export function messageRoutes(needs: MessageNeeds): readonly Route[] {
  return [listMessages(needs), countUnread(needs), readMessages(needs), readMessage(needs)]
}

function listMessages({ push }: MessageNeeds): Route {
  return route({
    ...anyRead,
    ...tagged,
    name: 'listMessages',
    method: 'GET',
    path: '/v1/messages',
    summary: 'What the caller, or the employee’s shop, is to read: newest first, by `before` or by `page`',
    query: z.strictObject({
      status: z.enum(['UNREAD', 'READ']).optional(),
      kinds: kindsQuery.optional(),
      before: count(1, seqMax).optional(),
      page: count(1, 100_000).optional(),
      limit: count(1, 100).default(20),
    }),
    replies: {
      200: z.strictObject({
        items: z.array(messageShape),
        /** Of all pages, where one was asked for. */
        total: z.int().nullable(),
        nextBefore: z.int().nullable(),
      }),
    },
    async handler({ by, query: { status, before = 0, page = 0, ...query } }) {
      const { messages, total, nextSeq } = await push.listMessages({
        ...{ ...query, page, audience: audienceOf(by), beforeSeq: before },
        status: status === undefined ? MessageStatus.UNSPECIFIED : MessageStatus[status],
      })
      return answer(200, {
        items: messages.map(shapeMessage),
        total: page === 0 ? null : total,
        nextBefore: nextSeq === 0 ? null : nextSeq,
      })
    },
  })
}

function countUnread({ push }: MessageNeeds): Route {
  return route({
    ...anyRead,
    ...tagged,
    name: 'countUnreadMessages',
    method: 'GET',
    path: '/v1/messages/unread',
    summary: 'How many messages are unread',
    query: z.strictObject({ kinds: kindsQuery.optional() }),
    replies: { 200: unreadShape },
    handler: async ({ by, query }) =>
      answer(200, await push.countUnread({ ...query, audience: audienceOf(by) })),
  })
}

function readMessages({ push }: MessageNeeds): Route {
  return route({
    ...anyWrite,
    ...tagged,
    name: 'readMessages',
    method: 'POST',
    path: '/v1/messages/read',
    summary: 'Marks some messages as read, or all up to one; for everybody of a shop',
    body: z.union([z.strictObject({ seqs: z.array(seq).min(1).max(100) }), z.strictObject({ upToSeq: seq })]),
    replies: { 200: unreadShape },
    handler: async ({ by, body }) =>
      answer(200, await push.readMessages({ ...body, audience: audienceOf(by) })),
  })
}

function readMessage({ push }: MessageNeeds): Route {
  return route({
    ...anyWrite,
    ...tagged,
    name: 'readMessage',
    method: 'PUT',
    path: '/v1/messages/:seq/read',
    summary: 'Marks one message as read',
    params: z.strictObject({ seq: numberId.pipe(count(1, seqMax)) }),
    replies: { 200: unreadShape },
    handler: async ({ by, params }) =>
      answer(200, await push.readMessages({ audience: audienceOf(by), seqs: [params.seq] })),
  })
}

function shapeMessage({ notification, kind, status }: PlainOf<typeof MessageSchema>) {
  assert(notification, 'a message has its notification')
  const name = MessageKind[kind] as (typeof kinds)[number]
  return { ...shapeNotification(notification), kind: name, isRead: status === MessageStatus.READ }
}
