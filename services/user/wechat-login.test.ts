import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anonymous, createRig, json, system } from './user.fixture.ts'

test('a WeChat code logs its openid in, the same customer each time', async (t) => {
  const rig = await createRig(t)
  rig.openids.set('code-1', 'openid-1').set('code-2', 'openid-1').set('code-3', 'openid-3')
  const first = await rig.as(anonymous).loginByWechat({ jsCode: 'code-1' })
  const again = await rig.as(anonymous).loginByWechat({ jsCode: 'code-2' })
  const other = await rig.as(anonymous).loginByWechat({ jsCode: 'code-3' })
  assert.equal(again.subjectId, first.subjectId)
  assert.notEqual(other.subjectId, first.subjectId)

  const customer = await rig.as(system).getCustomer({ customerId: first.subjectId })
  assert.equal(customer.openid, 'openid-1')
  assert.equal(customer.phone, '')
})

test('twenty first logins at once are one customer', async (t) => {
  const rig = await createRig(t)
  rig.openids.set('code', 'openid')
  const logins = Array.from({ length: 20 }, () => rig.as(anonymous).loginByWechat({ jsCode: 'code' }))
  const subjects = new Set((await Promise.all(logins)).map(({ subjectId }) => subjectId))
  assert.equal(subjects.size, 1)
  const announced = await rig.announced()
  assert.equal(announced.filter(({ type }) => type === 'CustomerRegistered').length, 1)
})

test('the table takes an openid and a phone once, whoever writes', async (t) => {
  const { storage } = await createRig(t)
  const insert = (identity: object) =>
    storage.tx('insert', async (tx) => {
      const row = { name: '', created_at: 1, phone: null, openid: null, ...identity }
      await tx.db.insertInto('customer').values(row).execute()
    })
  for (const identity of [{ openid: 'openid' }, { phone: '13800000000' }]) {
    await insert(identity)
    await assert.rejects(insert(identity))
  }
  await insert({})
  await insert({})
})

test('WeChat is asked with app, secret and code, and its session key goes no further', async (t) => {
  const rig = await createRig(t)
  let asked = ''
  rig.answerWechat = ({ path }) => {
    asked = path
    return json({ openid: 'openid', session_key: 'very-secret' })
  }
  const session = await rig.as(anonymous).loginByWechat({ jsCode: 'abc' })
  assert.equal(
    asked,
    '/sns/jscode2session?appid=wx-test&secret=wx-secret&js_code=abc&grant_type=authorization_code',
  )
  const rows = await rig.storage.read('all', (db) => db.selectFrom('customer').selectAll().execute())
  assert.ok(!JSON.stringify([session, rows]).includes('very-secret'))
})

test('a refused code is a failed login; a WeChat that cannot answer is not', async (t) => {
  const rig = await createRig(t)
  const login = () => rig.as(anonymous).loginByWechat({ jsCode: 'abc' })
  const failed = { reason: 'WECHAT_LOGIN_FAILED', kind: 'unauthenticated' }
  const unreachable = { reason: 'EGRESS_UNREACHABLE', kind: 'unavailable' }

  await assert.rejects(login(), failed)
  for (const answer of [{ errcode: 40163 }, { openid: 'x', errcode: 40226 }, {}]) {
    rig.answerWechat = () => json(answer)
    await assert.rejects(login(), failed, JSON.stringify(answer))
  }
  for (const answer of [json({ errcode: -1 }), json({}, 500), json({ openid: 7 }), json('')]) {
    rig.answerWechat = () => answer
    await assert.rejects(login(), unreachable)
  }
  rig.answerWechat = () => ({ status: 200, headers: {}, body: new TextEncoder().encode('<html>') })
  await assert.rejects(login(), unreachable)
})

test('what cannot be a code never reaches WeChat', async (t) => {
  const rig = await createRig(t)
  rig.answerWechat = () => assert.fail('WeChat was asked')
  for (const jsCode of ['', 'a'.repeat(129), 'a&secret=1', '编码']) {
    await assert.rejects(rig.as(anonymous).loginByWechat({ jsCode }), { reason: 'WECHAT_LOGIN_FAILED' })
  }
})
