import { filledText, id, minute, page, pageWith } from '../formats.ts'
import { done, missing, notLoggedIn, type Row, refused, refusedLoudly } from '../row.ts'
import { anything, exactly, having, including, lacking, listOf, nullOr, object } from '../shape.ts'
import { being, employee } from '../things.ts'

const chen = {
  name: '陈小二',
  phone: '13812345678',
  sex: '1',
  idNumber: '11010119900307123X',
  username: 'chenxiaoer',
}
const initial = nullOr(object({ id, initialPassword: filledText }))

export const employees: readonly Row[] = [
  {
    name: 'an employee is taken on; nobody’s password is 123456',
    who: 'manager',
    call: 'POST /admin/employee',
    body: chen,
    answers: done(initial),
  },
  {
    name: 'a user name is given once',
    who: 'manager',
    call: 'POST /admin/employee',
    body: { ...chen, name: '陈小三' },
    answers: refused("'chenxiaoer'已存在"),
  },
  {
    name: 'employees are found by a part of their name, without passwords',
    who: 'manager',
    call: 'GET /admin/employee/page',
    query: { page: 1, pageSize: 10, name: '小二' },
    answers: done(pageWith(listOf(anything, { min: 1 }), being(employee, { name: exactly('陈小二') }))),
    keeps: { chen: 'data.records.0.id' },
  },
  {
    name: 'a page is as long as asked for, the total that of all',
    who: 'manager',
    call: 'GET /admin/employee/page',
    query: { page: 1, pageSize: 2, name: '' },
    answers: done(object({ total: exactly(3), records: listOf(employee, { min: 2, max: 2 }) })),
  },
  {
    name: 'behind the last page is an empty list',
    who: 'manager',
    call: 'GET /admin/employee/page',
    query: { page: 7, pageSize: 10 },
    answers: done(page(listOf(employee, { max: 0 }))),
  },
  {
    name: 'who edits an employee sees all of the identity number',
    who: 'manager',
    call: 'GET /admin/employee/{id}',
    path: { id: '$chen' },
    answers: done(
      being(employee, {
        ...{ username: exactly('chenxiaoer'), phone: exactly('13812345678'), sex: exactly('1') },
        ...{ idNumber: exactly('11010119900307123X'), status: exactly(1) },
      }),
    ),
  },
  {
    name: 'nobody is found under an id that nobody has',
    who: 'manager',
    call: 'GET /admin/employee/{id}',
    path: { id: 999999 },
    answers: missing,
  },
  {
    name: 'the form sends the whole answer back, stars and times in it',
    who: 'manager',
    call: 'PUT /admin/employee',
    body: {
      ...{ ...chen, id: '$chen', phone: '13987654321', sex: '0', password: '****', status: 1 },
      ...{ createTime: '2026-11-22 08:42', updateTime: '2026-11-22 08:42', createUser: 1, updateUser: 1 },
    },
    answers: done(),
  },
  {
    name: 'and what was edited is there',
    who: 'manager',
    call: 'GET /admin/employee/{id}',
    path: { id: '$chen' },
    answers: done(being(employee, { phone: exactly('13987654321'), sex: exactly('0') })),
  },
  {
    name: 'the list of employees shows when each was changed last',
    who: 'manager',
    call: 'GET /admin/employee/page',
    query: { page: 1, pageSize: 10, name: '陈小二' },
    answers: done(page(including(having({ updateTime: minute })))),
  },
  {
    name: 'an employee without the role sees no other employees',
    who: 'clerk',
    call: 'GET /admin/employee/page',
    query: { page: 1, pageSize: 10 },
    answers: refusedLoudly(403),
  },
  {
    name: 'a password is not changed without the old one',
    who: 'clerk',
    call: 'PUT /admin/employee/editPassword',
    body: { oldPassword: 'wrong', newPassword: 'chosen123' },
    answers: refused('密码修改失败，还剩4次'),
  },
  {
    name: 'everybody changes the own password, the token says whose',
    who: 'clerk',
    call: 'PUT /admin/employee/editPassword',
    body: { oldPassword: 'demo-staff-1', newPassword: 'chosen123' },
    answers: done(),
  },
  {
    name: 'and logs in with the new one',
    who: 'nobody',
    call: 'POST /admin/employee/login',
    body: { username: 'staff', password: 'chosen123' },
    answers: done(having({ id: exactly('$clerk') })),
    keeps: { clerkToken: 'data.token' },
  },
  {
    name: 'an account is disabled, without a body',
    who: 'manager',
    call: 'POST /admin/employee/status/{status}',
    path: { status: 0 },
    query: { id: '$clerk' },
    answers: done(),
  },
  {
    name: 'a disabled account gets in no more',
    who: 'nobody',
    call: 'POST /admin/employee/login',
    body: { username: 'staff', password: 'chosen123' },
    answers: refused('账号被锁定'),
  },
  {
    name: 'and is out where it was in',
    who: 'clerk',
    call: 'GET /admin/order/statistics',
    answers: notLoggedIn,
  },
  {
    name: 'an account is enabled again',
    who: 'manager',
    call: 'POST /admin/employee/status/{status}',
    path: { status: 1 },
    query: { id: '$clerk' },
    answers: done(),
  },
  {
    name: 'the page says 成功 of every HTTP 200, so a status of nobody is refused by its status',
    who: 'manager',
    call: 'POST /admin/employee/status/{status}',
    path: { status: 0 },
    query: { id: 999999 },
    answers: refusedLoudly(404),
  },
  {
    name: 'an employee is deleted',
    who: 'manager',
    call: 'DELETE /admin/employee',
    query: { id: '$chen' },
    answers: done(),
  },
  {
    name: 'and is gone from the list',
    who: 'manager',
    call: 'GET /admin/employee/page',
    query: { page: 1, pageSize: 10 },
    answers: done(page(lacking(having({ id: exactly('$chen') })))),
  },
]
