import { count, filledText } from '../formats.ts'
import { done, type Row, refusedLoudly } from '../row.ts'
import { exactly, object } from '../shape.ts'

const asForm = 'application/x-www-form-urlencoded'

/** Open or closed, and what the workbench says of the menu. */
export const shop: readonly Row[] = [
  {
    name: 'the shop is closed by a body that calls itself a form and is the number 0',
    who: 'manager',
    call: 'PUT /admin/shop/{status}',
    path: { status: 0 },
    body: '0',
    sentAs: asForm,
    answers: done(),
  },
  { name: 'the console sees it', who: 'clerk', call: 'GET /admin/shop/status', answers: done(exactly(0)) },
  {
    name: 'everybody sees it, logged in or not',
    who: 'nobody',
    call: 'GET /user/shop/status',
    answers: done(exactly(0)),
  },
  {
    name: 'there is no third state',
    who: 'manager',
    call: 'PUT /admin/shop/{status}',
    path: { status: 2 },
    body: '2',
    sentAs: asForm,
    answers: refusedLoudly(400),
  },
  {
    name: 'the shop is opened, by an employee, with a JSON number',
    who: 'clerk',
    call: 'PUT /admin/shop/{status}',
    path: { status: 1 },
    body: 1,
    answers: done(),
  },
  { name: 'and is open', who: 'nobody', call: 'GET /user/shop/status', answers: done(exactly(1)) },
  { name: 'the console says so', who: 'manager', call: 'GET /admin/shop/status', answers: done(exactly(1)) },
  {
    name: 'a customer finds the phone number of the shop',
    who: 'customer',
    call: 'GET /user/shop/phone',
    answers: done(filledText),
  },
  {
    name: 'the workbench counts what is sold and what is not',
    who: 'manager',
    call: 'GET /admin/workspace/overviewDishes',
    answers: done(object({ sold: count, discontinued: exactly(2) })),
  },
  {
    name: 'and the same of set meals',
    who: 'manager',
    call: 'GET /admin/workspace/overviewSetmeals',
    answers: done(object({ sold: count, discontinued: exactly(1) })),
  },
]
