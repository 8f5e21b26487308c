import { count, filledText, id, minute, page, text } from '../formats.ts'
import { done, type Row } from '../row.ts'
import {
  anything,
  exactly,
  having,
  including,
  listOf,
  nullOr,
  numberLike,
  object,
  optional,
} from '../shape.ts'

/** 1 待接单, 2 待接单(急), 3 待派送, 4 催单, 5 今日数据; `content` is three words with blanks between. */
const message = object({
  id,
  type: numberLike(/^[1-5]$/, 'a type of 1 to 5'),
  content: filledText,
  createTime: minute,
  details: nullOr(text),
  status: optional(anything),
})

/** The message centre: the page has always been there, its backend never was. */
export const messages: readonly Row[] = [
  {
    name: 'the bell has a number',
    who: 'manager',
    call: 'GET /admin/messages/countUnread',
    answers: done(count),
  },
  {
    name: 'unread messages come in pages, asked by pageNum; the reminder is among them',
    who: 'manager',
    call: 'GET /admin/messages/page',
    query: { pageNum: 1, pageSize: 10, status: 1 },
    answers: done(page(listOf(message, { min: 1 }))),
    keeps: { message: 'data.records.0.id', otherMessage: 'data.records.1.id' },
  },
  {
    name: 'one is read',
    who: 'manager',
    call: 'PUT /admin/messages/{id}',
    path: { id: '$message' },
    answers: done(),
  },
  {
    name: 'it is among the read ones',
    who: 'manager',
    call: 'GET /admin/messages/page',
    query: { pageNum: 1, pageSize: 10, status: 2 },
    answers: done(page(including(having({ id: exactly('$message') })))),
  },
  {
    name: 'several are read at one press, by a list as the body',
    who: 'manager',
    call: 'PUT /admin/messages/batch',
    body: ['$otherMessage'],
    answers: done(),
  },
]
