import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MessageKind, MessageStatus } from '#contracts/gen/cangqiong/push/v1/push_pb.js'
import { Fault } from '#kit/fault.ts'
import { createGatewayWorld } from './gateway.fixture.ts'
import { call } from './old-face.fixture.ts'
import { orderMessage } from './orders.fixture.ts'

const at = Date.UTC(2026, 10, 22, 8, 30)

function messageOf(seq: number, kind: MessageKind, payload: object) {
  const notification = { audience: 'shop:1', seq, type: 'x', payload: JSON.stringify(payload), at }
  return { notification, kind, status: seq === 1 ? MessageStatus.READ : MessageStatus.UNREAD }
}

const messages = [
  messageOf(4, MessageKind.REMINDER, { orderId: 'gone', number: 'N4' }),
  messageOf(3, MessageKind.REMINDER, { orderId: 'there', number: 'N3' }),
  messageOf(2, MessageKind.NEW_ORDER, { orderId: 'there', number: 'N3' }),
  messageOf(1, MessageKind.SUMMARY, {
    ...{ day: '2026-11-21', turnoverFen: 10_260, validOrders: 1, completionRate: 0.25 },
    ...{ newUsers: 2, cancelledOrders: 3, cancelledFen: 1050 },
  }),
]
const { NEW_ORDER, URGENT, TO_DISPATCH, REMINDER, SUMMARY } = MessageKind

function createCentre() {
  const asked: unknown[] = []
  const world = createGatewayWorld({
    push: {
      async listMessages(request) {
        asked.push(request)
        return { messages, total: 42, nextSeq: 0 }
      },
      countUnread: async () => ({ unread: 7 }),
      async readMessages(request) {
        asked.push(request)
        return { unread: 0 }
      },
    },
    order: {
      async getOrder({ orderId }) {
        if (orderId === 'gone') throw new Fault('missing', 'ORDER_MISSING', 'there is no such order')
        return orderMessage({ deliverAt: at })
      },
    },
  })
  return { world, asked }
}

test('a message has an old number, three words and what the page shows below them', async () => {
  const { world } = createCentre()
  const { data } = (await call(world, 'staff', '/admin/messages/page?pageNum=1&pageSize=10')).json()
  assert.equal(data.total, 42)
  const [orphan, reminder, placed, summary] = data.records
  const told = { id: 3, type: 4, content: '用户对订单 N3 催单', status: 1, createTime: '2026-11-22 16:30' }
  assert.deepEqual({ ...reminder, details: '' }, { ...told, details: '' })
  assert.deepEqual(JSON.parse(reminder.details), {
    ...{ orderTime: '2026-11-22 16:30', estimatedDeliveryTime: '2026-11-22 16:30' },
    ...{ consignee: '张三', phone: '13800000000', address: '金燕龙', orderDishes: '王老吉*2;' },
  })
  assert.deepEqual([orphan.type, orphan.details], [4, null])
  assert.deepEqual([placed.type, placed.content, placed.details], [1, '新订单 N3 等待接单', null])
  assert.deepEqual([summary.type, summary.status], [5, 2])
  assert.deepEqual(JSON.parse(summary.details), {
    ...{ turnover: 102.6, validOrderCount: 1, orderCompletionRate: 0.25, newUsers: 2 },
    ...{ cancelledOrders: 3, cancelledAmount: 10.5 },
  })
})

test('only what the page has a number for is asked for, unread or read, page by page', async () => {
  const { world, asked } = createCentre()
  await call(world, 'staff', '/admin/messages/page?pageNum=2&pageSize=20&status=1')
  const kinds = [NEW_ORDER, URGENT, TO_DISPATCH, REMINDER, SUMMARY]
  const status = MessageStatus.UNREAD
  assert.deepEqual(asked, [{ audience: 'shop:1', kinds, status, page: 2, limit: 20 }])
  assert.equal((await call(world, 'staff', '/admin/messages/countUnread')).json().data, 7)
})

test('one is read by its address, several by a list that is the whole body', async () => {
  const { world, asked } = createCentre()
  const put = (path: string, body?: unknown) =>
    call(world, 'staff', path, { method: 'PUT', ...(body === undefined ? {} : { body }) })
  assert.equal((await put('/admin/messages/3')).json().code, 1)
  assert.equal((await put('/admin/messages/batch', [2, '4'])).json().code, 1)
  assert.equal((await put('/admin/messages/batch', [])).json().code, 0)
  assert.deepEqual(asked, [
    { audience: 'shop:1', seqs: [3] },
    { audience: 'shop:1', seqs: [2, 4] },
  ])
})
