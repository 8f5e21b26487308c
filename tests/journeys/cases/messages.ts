import assert from 'node:assert/strict'
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { until } from '../api.ts'
import { expect, paidOrder, type Stage } from '../stage.ts'
import type { Journey } from './journey.ts'

interface Message {
  readonly seq: number
  readonly kind: string
  readonly isRead: boolean
  readonly payload: { readonly orderId?: string }
}

/** The shop's newest messages of an order, once there are so many. */
async function messagesOf({ manager }: Stage, orderId: string, count: number): Promise<readonly Message[]> {
  return until(
    `${count} messages of the order`,
    async () => {
      const { items } = expect(await manager.get('/v1/messages?limit=100'), 200).body
      return (items as Message[]).filter(({ payload }) => payload.orderId === orderId)
    },
    (messages) => messages.length >= count,
  )
}

/** Opens a line and gathers its frames. */
async function listen({ url, manager }: Stage, after?: number) {
  const path = after === undefined ? '/v1/ws' : `/v1/ws?after=${after}`
  const protocols = ['cangqiong.v1', `token.${await manager.token()}`]
  const socket = new WebSocket(url.replace('http', 'ws') + path, protocols)
  const frames: { seq: number; type: string; payload: { orderId?: string } }[] = []
  socket.on('message', (data) => frames.push(JSON.parse(String(data))))
  await once(socket, 'open')
  return { socket, frames }
}

/** What people are told, and how. */
export const messages: readonly Journey[] = [
  {
    name: 'message centre: what happens is there to be read, once for the whole shop',
    async run(stage) {
      const { manager } = stage
      const customer = await stage.customer()
      const { id } = await paidOrder(stage, customer, await stage.newDish(1600))
      expect(await customer.send('POST', `/v1/orders/${id}/remind`), 200)
      expect(await manager.send('POST', `/v1/orders/${id}/accept`), 200)
      const told = await messagesOf(stage, id, 3)
      assert.deepEqual(told.map(({ kind }) => kind).sort(), ['NEW_ORDER', 'REMINDER', 'TO_DISPATCH'])
      const [newest] = told
      assert.ok(newest && !newest.isRead)
      const unread = async () => expect(await manager.get('/v1/messages/unread'), 200).body.unread
      const before = await unread()
      const read = expect(await manager.send('PUT', `/v1/messages/${newest.seq}/read`), 200).body.unread
      assert.ok(before >= 3 && read <= before)
      expect(await manager.send('PUT', '/v1/messages/999999999/read'), 404, 'MESSAGE_MISSING')
      expect(await manager.send('POST', '/v1/messages/read', { upToSeq: newest.seq }), 200)
      const after = await messagesOf(stage, id, 3)
      assert.ok(after.every(({ isRead }) => isRead))
      const page = expect(await manager.get('/v1/messages?status=READ&page=1&limit=2'), 200).body
      assert.ok(page.items.length === 2 && page.total >= 3)
    },
  },
  {
    name: 'live line: a paid order is heard, and what was missed is heard on coming back',
    async run(stage) {
      const customer = await stage.customer()
      const first = await listen(stage)
      const heard = await paidOrder(stage, customer, await stage.newDish(1700))
      const about = (frames: typeof first.frames, orderId: string) =>
        frames.find(({ type, payload }) => type === 'order.paid' && payload.orderId === orderId)
      const frame = await until(
        'the order to be heard',
        async () => about(first.frames, heard.id),
        (found) => found !== undefined,
      )
      first.socket.close()
      const missed = await paidOrder(stage, customer, await stage.newDish(1800))
      const second = await listen(stage, frame?.seq)
      await until(
        'what was missed',
        async () => about(second.frames, missed.id),
        (found) => found !== undefined,
      )
      assert.equal(about(second.frames, heard.id), undefined, 'what was heard is not told again')
      second.socket.close()
    },
  },
  {
    name: 'old console: its cookie opens the line, and a new order arrives as it knows it',
    async run(stage) {
      const { url, manager } = stage
      const headers = { cookie: `token=${await manager.token()}`, origin: url }
      const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/1x2y3z`, { headers })
      const frames: { type: number; orderId: number; content: string }[] = []
      socket.on('message', (data) => frames.push(JSON.parse(String(data))))
      await once(socket, 'open')
      const { number } = await paidOrder(stage, await stage.customer(), await stage.newDish(1900))
      const frame = await until(
        'the frame',
        async () => frames.find(({ content }) => content === `订单号：${number}`),
        (found) => found !== undefined,
      )
      assert.deepEqual([frame?.type, typeof frame?.orderId], [1, 'number'])
      socket.close()
    },
  },
]
