import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anonymous, createRig, createStaff, home, loginCustomer, system } from './user.fixture.ts'

const phone = '13812345678'
const otherPhone = '13912345678'
const uncoded = { provinceCode: '', cityCode: '', districtCode: '' }
const missing = { reason: 'ADDRESS_MISSING', kind: 'missing' }

async function defaultsOf(calls: Awaited<ReturnType<typeof loginCustomer>>['calls']) {
  const { addresses } = await calls.listAddresses({})
  return addresses.filter(({ isDefault }) => isDefault).map(({ id }) => id)
}

test('an address is kept as it was given, without the spaces around it', async (t) => {
  const { calls } = await loginCustomer(await createRig(t), phone)
  const created = await calls.createAddress({ fields: { ...home, consignee: ' 王小明 ', detail: ' 3 层 ' } })
  assert.deepEqual(created, { ...home, ...uncoded, detail: '3 层', id: created.id, isDefault: true })
  assert.deepEqual(await calls.getAddress({ addressId: created.id }), created)
})

test('an address may say where on the map it is, and lose that again', async (t) => {
  const { calls } = await loginCustomer(await createRig(t), phone)
  const location = { latitudeE6: 40_050_000, longitudeE6: -116_300_001 }
  const { id: addressId } = await calls.createAddress({ fields: { ...home, location } })
  assert.deepEqual((await calls.getAddress({ addressId })).location, location)
  for (const wrong of [{ latitudeE6: 90_000_001 }, { longitudeE6: -180_000_001 }]) {
    const fields = { ...home, location: { ...location, ...wrong } }
    await assert.rejects(calls.updateAddress({ addressId, fields }), { reason: 'ADDRESS_INVALID' })
  }
  assert.deepEqual((await calls.getAddress({ addressId })).location, location)
  await calls.updateAddress({ addressId, fields: home })
  assert.equal((await calls.getAddress({ addressId })).location, undefined)
})

test('the codes of its regions are kept as they were sent, whatever they mean', async (t) => {
  const { calls } = await loginCustomer(await createRig(t), phone)
  const codes = { provinceCode: '11', cityCode: '1101', districtCode: 'cn-110108' }
  const { id: addressId } = await calls.createAddress({ fields: { ...home, ...codes } })
  const kept = await calls.getAddress({ addressId })
  assert.deepEqual([kept.provinceCode, kept.cityCode, kept.districtCode], Object.values(codes))
  for (const wrong of [{ provinceCode: '1'.repeat(13) }, { cityCode: '1 1' }, { districtCode: '海淀' }])
    await assert.rejects(calls.updateAddress({ addressId, fields: { ...home, ...codes, ...wrong } }), {
      reason: 'ADDRESS_INVALID',
    })
  await calls.updateAddress({ addressId, fields: home })
  assert.equal((await calls.getAddress({ addressId })).districtCode, '')
})

test('the first address is the default, the next are not, and the default is listed first', async (t) => {
  const { calls } = await loginCustomer(await createRig(t), phone)
  const ids: string[] = []
  for (let i = 0; i < 4; i++) ids.push((await calls.createAddress({ fields: home })).id)
  assert.deepEqual(await defaultsOf(calls), ids.slice(0, 1))
  const { addresses } = await calls.listAddresses({})
  assert.deepEqual(
    addresses.map(({ id }) => id),
    [ids[0], ids[3], ids[2], ids[1]],
  )
})

test('of twenty first addresses at once one is the default', async (t) => {
  const { calls } = await loginCustomer(await createRig(t), phone)
  await Promise.all(Array.from({ length: 20 }, () => calls.createAddress({ fields: home })))
  assert.equal((await defaultsOf(calls)).length, 1)
})

test('twenty changes of the default at once leave one', async (t) => {
  const { calls } = await loginCustomer(await createRig(t), phone)
  const created = await Promise.all(Array.from({ length: 20 }, () => calls.createAddress({ fields: home })))
  await Promise.all(created.map(({ id }) => calls.setDefaultAddress({ addressId: id })))
  const defaults = await defaultsOf(calls)
  assert.equal(defaults.length, 1)

  const chosen = created[7]?.id ?? ''
  const answer = await calls.setDefaultAddress({ addressId: chosen })
  assert.equal(answer.isDefault, true)
  assert.deepEqual(await defaultsOf(calls), [chosen])
  await calls.setDefaultAddress({ addressId: chosen })
  assert.deepEqual(await defaultsOf(calls), [chosen])
})

test('deleting the default makes the newest the default; deleting another changes nothing', async (t) => {
  const { calls } = await loginCustomer(await createRig(t), phone)
  const ids: string[] = []
  for (let i = 0; i < 4; i++) ids.push((await calls.createAddress({ fields: home })).id)
  await calls.deleteAddress({ addressId: ids[1] })
  assert.deepEqual(await defaultsOf(calls), [ids[0]])
  await calls.deleteAddress({ addressId: ids[0] })
  assert.deepEqual(await defaultsOf(calls), [ids[3]])
  await calls.deleteAddress({ addressId: ids[3] })
  await calls.deleteAddress({ addressId: ids[2] })
  assert.deepEqual((await calls.listAddresses({})).addresses, [])
  assert.equal((await calls.createAddress({ fields: home })).isDefault, true)
})

test('creating, choosing and deleting at once never leave two defaults, or none', async (t) => {
  const { calls } = await loginCustomer(await createRig(t), phone)
  const created = await Promise.all(Array.from({ length: 10 }, () => calls.createAddress({ fields: home })))
  await Promise.all([
    ...created.slice(0, 5).map(({ id }) => calls.deleteAddress({ addressId: id })),
    ...created.slice(5).map(({ id }) => calls.setDefaultAddress({ addressId: id })),
    ...created.slice(5).map(() => calls.createAddress({ fields: home })),
  ])
  assert.equal((await defaultsOf(calls)).length, 1)
})

test('a customer keeps at most fifty addresses, also when the last are added at once', async (t) => {
  const { calls } = await loginCustomer(await createRig(t), phone)
  const creations = Array.from({ length: 55 }, () => calls.createAddress({ fields: home }))
  const outcomes = await Promise.allSettled(creations)
  const refused = outcomes.filter((one) => one.status === 'rejected').map(({ reason }) => reason.reason)
  assert.deepEqual(refused, Array(5).fill('ADDRESS_LIMIT'))
  assert.equal((await calls.listAddresses({})).addresses.length, 50)
})

test('an address of someone else is missing to read, change, choose and delete, and stays', async (t) => {
  const rig = await createRig(t)
  const { calls: owner } = await loginCustomer(rig, phone)
  const { calls: other } = await loginCustomer(rig, otherPhone)
  const { calls: manager } = await createStaff(rig, 'manager1', '1', ['manager'])
  const { id: addressId } = await owner.createAddress({ fields: home })
  await other.createAddress({ fields: home })

  for (const stranger of [other, manager, rig.as(anonymous)]) {
    await assert.rejects(stranger.getAddress({ addressId }), missing)
    await assert.rejects(stranger.updateAddress({ addressId, fields: { ...home, detail: 'x' } }), missing)
    await assert.rejects(stranger.setDefaultAddress({ addressId }), missing)
    await assert.rejects(stranger.deleteAddress({ addressId }), missing)
  }
  for (const nobody of [manager, rig.as(anonymous)]) {
    await assert.rejects(nobody.listAddresses({}), { kind: 'missing' })
    await assert.rejects(nobody.createAddress({ fields: home }), { kind: 'missing' })
  }
  const kept = await owner.getAddress({ addressId })
  assert.deepEqual(kept, { ...home, ...uncoded, id: addressId, isDefault: true })
  assert.deepEqual(await rig.as(system).getAddress({ addressId }), kept)
  assert.equal((await other.listAddresses({})).addresses.length, 1)
})

test('an id that no address has is missing, however odd', async (t) => {
  const { calls } = await loginCustomer(await createRig(t), phone)
  const { id } = await calls.createAddress({ fields: home })
  const almost = [`${id}.0`, `${id}e0`, ` ${id}`, `0${id}`, `+${id}`, `${id}' or 1`]
  for (const addressId of ['', '0', '-1', '999', '9007199254740993', '🍜', ...almost]) {
    await assert.rejects(calls.getAddress({ addressId }), missing, addressId)
    await assert.rejects(calls.deleteAddress({ addressId }), missing, addressId)
    await assert.rejects(calls.updateAddress({ addressId, fields: home }), missing, addressId)
  }
})

test('an update changes the fields and leaves the default where it is', async (t) => {
  const { calls } = await loginCustomer(await createRig(t), phone)
  const first = await calls.createAddress({ fields: home })
  const second = await calls.createAddress({ fields: home })
  const place = { province: '四川省', city: '成都市', district: '', detail: '天府大道 1 号' }
  const fields = { ...home, ...place, consignee: 'Li Wei', sex: '', label: '' }
  const updated = { ...fields, ...uncoded, id: second.id, isDefault: false }
  assert.deepEqual(await calls.updateAddress({ addressId: second.id, fields }), updated)
  assert.deepEqual(await calls.getAddress({ addressId: second.id }), updated)
  assert.deepEqual(await calls.getAddress({ addressId: first.id }), first)
})

test('a wrong field is refused and named, and nothing is written', async (t) => {
  const { calls } = await loginCustomer(await createRig(t), phone)
  const wrongOnes = {
    consignee: ['', '  ', '一二三四五六七八九十一二三', '<script>', '王\n明', '😀'],
    phone: ['', '12345678901', '14212345678', '15412345678', '19412345678', '1991234567', '199123456789'],
    sex: ['X', 'm', '男'],
    province: ['', ' '],
    city: ['', '市'.repeat(33)],
    district: ['区'.repeat(33)],
    detail: ['', '号'.repeat(201), 'a\u0000b'],
    label: ['家'.repeat(21)],
  }
  const { id: addressId } = await calls.createAddress({ fields: home })
  for (const [field, values] of Object.entries(wrongOnes)) {
    for (const value of values) {
      const fields = { ...home, [field]: value }
      const invalid = { reason: 'ADDRESS_INVALID', details: { field } }
      await assert.rejects(calls.createAddress({ fields }), invalid, `${field} ${value}`)
      await assert.rejects(calls.updateAddress({ addressId, fields }), invalid, `${field} ${value}`)
    }
  }
  await assert.rejects(calls.createAddress({}), { reason: 'ADDRESS_INVALID' })
  assert.equal((await calls.listAddresses({})).addresses.length, 1)
})

test('every number range in use may be delivered to', async (t) => {
  const { calls } = await loginCustomer(await createRig(t), phone)
  for (const range of ['130', '141', '147', '155', '162', '178', '189', '190', '193', '195', '199']) {
    const { id } = await calls.createAddress({ fields: { ...home, phone: `${range}12345678` } })
    await calls.deleteAddress({ addressId: id })
  }
})

test('a customer is seen by themselves, by employees and by services, and by nobody else', async (t) => {
  const rig = await createRig(t)
  const { calls: owner, session } = await loginCustomer(rig, phone)
  const { calls: other } = await loginCustomer(rig, otherPhone)
  const { calls: staff } = await createStaff(rig, 'staff1')
  const customerId = session.subjectId
  for (const caller of [owner, rig.as(system)]) {
    assert.equal((await caller.getCustomer({ customerId })).phone, phone)
  }
  assert.equal((await staff.getCustomer({ customerId })).phone, '138****5678')
  for (const caller of [other, rig.as(anonymous)]) {
    await assert.rejects(caller.getCustomer({ customerId }), { reason: 'CUSTOMER_MISSING' })
  }
  await assert.rejects(staff.getCustomer({ customerId: '999' }), { reason: 'CUSTOMER_MISSING' })
})

test('who knows no map keeps the position of a place that stays, and loses it with the place', async (t) => {
  const { calls } = await loginCustomer(await createRig(t), phone)
  const location = { latitudeE6: 40_050_000, longitudeE6: 116_300_001 }
  const { id: addressId } = await calls.createAddress({ fields: { ...home, location } })
  const update = async (changes: object) => {
    const fields = { ...home, ...changes }
    return (await calls.updateAddress({ addressId, fields, keepsLocation: true })).location
  }
  assert.deepEqual(await update({ consignee: '小满', phone: '13912345678', label: '家' }), location)
  for (const change of [
    { province: '河北省' },
    { city: '廊坊市' },
    { district: '安次区' },
    { detail: '别处' },
  ]) {
    assert.equal(await update(change), undefined, Object.keys(change).join())
    assert.equal(await update({}), undefined, 'and it does not come back')
    assert.deepEqual(await update({ location }), location)
  }
})
