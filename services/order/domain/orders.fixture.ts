import type { Windows } from './next-step.ts'
import type { Order } from './order.ts'

export const windows: Windows = { payMs: 900_000, acceptMs: 0, deliveryMs: 10_800_000, placeRetryMs: 2000 }

export const anOrder: Order = {
  id: '019ab000-0000-7000-8000-00000000002a',
  number: '261123-0000001A',
  shopId: '1',
  customerId: '7',
  state: 'PLACING',
  version: 1,
  numberId: 7,
  revision: 1,
  amountFen: 4500,
  lines: [],
  charges: [],
  history: [{ version: 1, from: '', to: 'PLACING', by: 'customer:7', note: '', at: 1000 }],
  refunds: [],
  grants: [],
  address: { consignee: '张三', phone: '13800000001', text: '北京市海淀区上地十街10号', location: null },
  remark: '',
  cutlery: 1,
  deliverAt: 0,
  slotAt: 0,
  leadMs: 3_000_000,
  estimatedAt: 3_001_000,
  payDeadline: 0,
  winnerId: '',
  attempt: null,
  disposition: '',
  dispositionDone: false,
  cancelReason: '',
  cancelNote: '',
  shortDishIds: [],
  reminders: 0,
  createdAt: 1000,
  updatedAt: 1000,
}
