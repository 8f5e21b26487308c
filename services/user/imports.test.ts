import assert from 'node:assert/strict'
import { test } from 'node:test'
import { md5Hex } from '#kit/crypto/crypto.ts'
import { createRig, type Rig } from './user.fixture.ts'

const system = { kind: 'system', id: 'import' } as const
const customer = { kind: 'customer', id: '1' } as const

const employee = {
  ...{ oldId: '9', shopId: '1', username: 'admin', name: '管理员', phone: '13812312312' },
  ...{ roles: ['manager'], enabled: true, password: md5Hex('123456') },
}
const fields = {
  ...{ consignee: '王小明', phone: '13812345678', sex: 'M', province: '北京市', city: '北京市' },
  ...{ district: '朝阳区', detail: '建国路1号', label: '家' },
}

async function hashOf({ storage }: Rig, username: string): Promise<string> {
  const row = await storage.read('look', (db) =>
    db.selectFrom('employee').select('password_hash').where('username', '=', username).executeTakeFirst(),
  )
  return row?.password_hash ?? ''
}

test('customers keep their numbers, come once, and a second one of an openid is the first', async (t) => {
  const rig = await createRig(t)
  const users = rig.as(system)
  const one = { oldId: '5', name: '', phone: '', openid: 'o-1', registeredAt: 1_700_000_000_000 }
  const { imported } = await users.importCustomers({ customers: [one, { ...one, oldId: '6' }] })
  assert.deepEqual(imported, [
    { oldId: '5', id: '5', skipped: '' },
    { oldId: '6', id: '5', skipped: 'OPENID_TAKEN' },
  ])
  const again = await users.importCustomers({ customers: [one, { ...one, oldId: '6' }] })
  assert.deepEqual(
    again.imported.map(({ id, skipped }) => [id, skipped]),
    [
      ['5', 'ALREADY_IMPORTED'],
      ['5', 'ALREADY_IMPORTED'],
    ],
  )
  rig.openids.set('code', 'o-1')
  const session = await rig.as({ kind: 'anonymous' }).loginByWechat({ jsCode: 'code' })
  assert.equal(session.subjectId, '5', 'who logs in by WeChat finds the old account')
})

test('where a number is taken another is given, and a phone stays with whoever has it', async (t) => {
  const rig = await createRig(t)
  const phone = '13812345678'
  const anyone = rig.as({ kind: 'anonymous' })
  const { shownCode } = await anyone.sendPhoneCode({ phone })
  const { subjectId } = await anyone.loginByPhone({ phone, code: shownCode })
  const old = { oldId: subjectId, name: '老客', phone, openid: 'o-2', registeredAt: 1_700_000_000_000 }
  const next = { ...old, oldId: String(Number(subjectId) + 1), openid: 'o-3', phone: '' }
  const { imported } = await rig.as(system).importCustomers({ customers: [old, next] })
  assert.equal(imported.find(({ oldId }) => oldId === next.oldId)?.id, next.oldId)
  const id = imported.find(({ oldId }) => oldId === old.oldId)?.id ?? ''
  assert.notEqual(id, subjectId)
  assert.deepEqual(await rig.as(system).getCustomer({ customerId: id }), {
    ...{ id, name: '老客', phone: '', openid: 'o-2', createdAt: old.registeredAt, avatar: '', sex: '' },
  })
})

test('a customer has one default address, whatever came first', async (t) => {
  const rig = await createRig(t)
  const users = rig.as(system)
  const one = { oldId: '1', name: '', phone: '', openid: 'o-1', registeredAt: 1_700_000_000_000 }
  await users.importCustomers({ customers: [one] })
  const address = { oldId: '3', customerId: '1', fields, isDefault: false }
  const { imported } = await users.importAddresses({
    addresses: [
      address,
      { ...address, oldId: '4', isDefault: true },
      { ...address, oldId: '5', fields: { ...fields, phone: '123' } },
      { ...address, oldId: '6', customerId: '99' },
    ],
  })
  assert.deepEqual(
    imported.map(({ id, skipped }) => [id, skipped]),
    [
      ['3', ''],
      ['4', ''],
      ['', 'ADDRESS_INVALID'],
      ['', 'CUSTOMER_MISSING'],
    ],
  )
  const { addresses } = await rig.as(customer).listAddresses({})
  assert.deepEqual(
    addresses.map(({ id, isDefault }) => [id, isDefault]),
    [
      ['4', true],
      ['3', false],
    ],
  )
})

test('an MD5 is kept wrapped, opens the first session and gives way to a hash of the password', async (t) => {
  const rig = await createRig(t)
  await rig.as(system).importEmployees({ employees: [employee] })
  assert.match(await hashOf(rig, 'admin'), /^md5:\$argon2id\$/)
  const anyone = rig.as({ kind: 'anonymous' })
  await assert.rejects(anyone.loginEmployee({ username: 'admin', password: employee.password }), {
    reason: 'CREDENTIALS_WRONG',
  })
  const session = await anyone.loginEmployee({ username: 'admin', password: '123456' })
  assert.equal(session.mustChangePassword, true)
  const strong = await hashOf(rig, 'admin')
  assert.match(strong, /^\$argon2id\$/)
  await anyone.loginEmployee({ username: 'admin', password: '123456' })
  assert.equal(await hashOf(rig, 'admin'), strong, 'and that one stays')
})

test('two first logins at the same moment both come in', async (t) => {
  const rig = await createRig(t)
  await rig.as(system).importEmployees({ employees: [employee] })
  const anyone = rig.as({ kind: 'anonymous' })
  const logins = Array.from({ length: 2 }, () =>
    anyone.loginEmployee({ username: 'admin', password: '123456' }),
  )
  assert.equal((await Promise.all(logins)).length, 2)
})

test('a password that stood there as text is hashed; what nobody can read opens nothing', async (t) => {
  const rig = await createRig(t)
  const plain = { ...employee, oldId: '2', username: 'xiaoli', password: 'plain-secret' }
  const foreign = { ...employee, oldId: '3', username: 'bcrypt', password: '$2a$10$abcdefghijklmnopqrstuv' }
  const { imported } = await rig.as(system).importEmployees({ employees: [plain, foreign] })
  assert.deepEqual(
    imported.map(({ id, skipped }) => [id, skipped]),
    [
      ['2', ''],
      ['3', ''],
    ],
  )
  assert.match(await hashOf(rig, 'xiaoli'), /^\$argon2id\$/)
  const anyone = rig.as({ kind: 'anonymous' })
  await anyone.loginEmployee({ username: 'xiaoli', password: 'plain-secret' })
  await assert.rejects(anyone.loginEmployee({ username: 'bcrypt', password: foreign.password }), {
    reason: 'CREDENTIALS_WRONG',
  })
})

test('an employee stays behind alone where the user name is taken or none', async (t) => {
  const rig = await createRig(t)
  const { imported } = await rig.as(system).importEmployees({
    employees: [
      employee,
      { ...employee, oldId: '10' },
      { ...employee, oldId: '11', username: '用户' },
      { ...employee, oldId: '12', username: 'other', phone: '1' },
      { ...employee, oldId: '13', username: 'fine' },
    ],
  })
  assert.deepEqual(
    imported.map(({ skipped }) => skipped),
    ['', 'USERNAME_TAKEN', 'USERNAME_INVALID', 'EMPLOYEE_INVALID', ''],
  )
  const { employees } = await rig.as(system).listEmployees({ shopId: '1' })
  assert.deepEqual(
    employees.map(({ id, username }) => [id, username]),
    [
      ['9', 'admin'],
      ['13', 'fine'],
    ],
  )
})

test('only the system brings people in', async (t) => {
  const rig = await createRig(t)
  await assert.rejects(rig.as(customer).importCustomers({ customers: [] }), { reason: 'ROLE_MISSING' })
  await assert.rejects(rig.as(customer).importAddresses({ addresses: [] }), { reason: 'ROLE_MISSING' })
  await assert.rejects(rig.as(customer).importEmployees({ employees: [] }), { reason: 'ROLE_MISSING' })
})
