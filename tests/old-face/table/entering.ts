import { filledText, flag, id, text } from '../formats.ts'
import { done, notLoggedIn, type Row, refused, refusedLoudly } from '../row.ts'
import { exactly, having, object } from '../shape.ts'

const session = object({ id, userName: text, name: filledText, token: filledText })

/** What each wrong password in a row is told. */
const guesses = [...[4, 3, 2, 1, 0].map((left) => `密码错误，还剩${left}次`), '账号锁定，请1分钟后重试']

/** Coming in and being kept out. */
export const entering: readonly Row[] = [
  {
    name: 'the manager logs in; all of the answer goes into a cookie',
    who: 'nobody',
    call: 'POST /admin/employee/login',
    body: { username: 'manager', password: 'demo-manager' },
    answers: done(session),
    keeps: { managerToken: 'data.token', manager: 'data.id' },
  },
  {
    name: 'an employee logs in',
    who: 'nobody',
    call: 'POST /admin/employee/login',
    body: { username: 'staff', password: 'demo-staff-1' },
    answers: done(session),
    keeps: { clerkToken: 'data.token', clerk: 'data.id' },
  },
  {
    name: 'a wrong password is called so, and how many tries are left',
    who: 'nobody',
    call: 'POST /admin/employee/login',
    body: { username: 'manager', password: '123456' },
    answers: refused('密码错误，还剩4次'),
  },
  {
    name: 'an unknown name gets the same words, so that nobody learns who works here',
    who: 'nobody',
    call: 'POST /admin/employee/login',
    body: { username: 'nobody', password: '123456' },
    answers: refused('密码错误，还剩4次'),
  },
  ...guesses.map(
    (msg, n): Row => ({
      name: `guess ${n + 1} at a name is told what is left, and the last that it is locked`,
      who: 'nobody',
      call: 'POST /admin/employee/login',
      body: { username: 'guessed', password: '123456' },
      answers: refused(msg),
    }),
  ),
  {
    name: 'without a token the console is led to its login form',
    who: 'nobody',
    call: 'GET /admin/order/statistics',
    answers: notLoggedIn,
  },
  {
    name: 'with a token that is none as well',
    who: 'nobody',
    call: 'GET /admin/category/list',
    headers: { token: 'eyJhbGciOiJIUzI1NiJ9.eyJlbXBJZCI6MX0.x' },
    answers: notLoggedIn,
  },
  {
    name: 'a token of the console as bearer works too',
    who: 'nobody',
    call: 'GET /admin/shop/status',
    headers: { authorization: 'Bearer $managerToken' },
    answers: done(flag),
  },
  {
    name: 'the mini program logs in with the code of its wx.login',
    who: 'nobody',
    call: 'POST /user/user/login',
    body: { code: 'demo-old-customer' },
    answers: done(object({ id, openid: filledText, token: filledText })),
    keeps: { customerToken: 'data.token', customer: 'data.id', openid: 'data.openid' },
  },
  {
    name: 'who comes again is the same customer',
    who: 'nobody',
    call: 'POST /user/user/login',
    body: { code: 'demo-old-customer' },
    answers: done(having({ id: exactly('$customer'), openid: exactly('$openid') })),
  },
  {
    name: 'and another one somebody else',
    who: 'nobody',
    call: 'POST /user/user/login',
    body: { code: 'demo-old-stranger' },
    answers: done(object({ id, openid: filledText, token: filledText })),
    keeps: { strangerToken: 'data.token', stranger: 'data.id' },
  },
  {
    name: 'a code that WeChat does not know logs nobody in',
    who: 'nobody',
    call: 'POST /user/user/login',
    body: { code: 'made up' },
    answers: refused('登录失败'),
  },
  {
    name: 'a customer without a token is not logged in',
    who: 'nobody',
    call: 'GET /user/shoppingCart/list',
    answers: notLoggedIn,
  },
  {
    name: 'a token of the console opens nothing to a customer',
    who: 'nobody',
    call: 'GET /user/addressBook/list',
    headers: { authentication: '$managerToken' },
    answers: refusedLoudly(403),
  },
  {
    name: 'and a customer’s nothing of the console',
    who: 'nobody',
    call: 'GET /admin/employee/page',
    headers: { token: '$customerToken' },
    answers: refusedLoudly(403),
  },
]

/** The last rows: nobody is in after them. */
export const leaving: readonly Row[] = [
  {
    name: 'a customer logs out',
    who: 'stranger',
    call: 'POST /user/user/logout',
    answers: done(),
  },
  {
    name: 'and is out',
    who: 'stranger',
    call: 'GET /user/shoppingCart/list',
    answers: notLoggedIn,
  },
  {
    name: 'the manager logs out, without a body',
    who: 'manager',
    call: 'POST /admin/employee/logout',
    answers: done(),
  },
  {
    name: 'the token ends with it',
    who: 'manager',
    call: 'GET /admin/shop/status',
    answers: notLoggedIn,
  },
]
