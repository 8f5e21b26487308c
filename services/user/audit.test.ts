import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sha256Hex } from '#kit/crypto/crypto.ts'
import { type AuditEntry, chainEntry, emptyChain, findBreak } from './domain/audit.ts'
import { createRig, createStaff, password, type Rig, start, system } from './user.fixture.ts'

const act = { action: 'updateDish', subject: 'dish:29', details: '{"priceFen":3800}' }

const factOf = (n: number) => {
  const subject = `employee:${n}`
  return { at: n, by: 'system:test', shopId: '1', action: 'CREATED', subject, details: '{}' } as const
}

function chainOf(length: number): readonly AuditEntry[] {
  const entries: AuditEntry[] = []
  for (let n = 1; n <= length; n++)
    entries.push(chainEntry(entries.at(-1) ?? emptyChain, factOf(n), sha256Hex))
  return entries
}

const breakOf = (entries: readonly AuditEntry[], head: AuditEntry | undefined) =>
  findBreak(entries, head ?? emptyChain, sha256Hex)

test('a chain that nobody touched is unbroken, also without entries', () => {
  for (const length of [0, 1, 7]) assert.equal(breakOf(chainOf(length), chainOf(length).at(-1)), undefined)
})

test('any field changed, an entry removed, added, moved or cut off breaks the chain there', () => {
  const entries = chainOf(5)
  const head = entries[4]
  const changes = { seq: 9, at: 9, by: 'x', shopId: '2', action: 'UPDATED', subject: 'x', details: '{"a":1}' }
  for (const [field, value] of Object.entries({ ...changes, prevHash: '0', hash: '0' })) {
    const changed = entries.map((entry) => (entry.seq === 3 ? { ...entry, [field]: value } : entry))
    assert.equal(breakOf(changed, head), 3, field)
  }
  const [a, b, c, d, e] = entries as [AuditEntry, AuditEntry, AuditEntry, AuditEntry, AuditEntry]
  const forged = chainEntry(b, factOf(9), sha256Hex)
  assert.equal(breakOf([a, b, d, e], head), 3)
  assert.equal(breakOf([a, c, b, d, e], head), 2)
  assert.equal(breakOf([a, b, forged, d, e], head), 4)
  assert.equal(breakOf([a, b, c, c, d, e], head), 4)
  assert.equal(breakOf([a, b, c, d], head), 5)
  assert.equal(breakOf([], head), 1)
})

async function wholeAudit(rig: Rig, limit = 100) {
  const entries: AuditEntry[] = []
  for (let cursor = ''; ; ) {
    const page = await rig.as(system).listAuditEntries({ shopId: '1', cursor, limit })
    assert.ok(page.entries.length <= limit)
    entries.push(...page.entries)
    cursor = page.nextCursor
    if (cursor === '') return entries
  }
}

test('every privileged change is told: by whom, when, from what to what, never a password', async (t) => {
  const rig = await createRig(t)
  const { calls: manager, by } = await createStaff(rig, 'boss', '1', ['manager'])
  assert.ok(by.kind === 'employee')
  const draft = { shopId: '1', username: 'wang', name: '小王', phone: '13900009000', roles: ['cashier'] }
  const { id: employeeId, initialPassword } = await manager.createEmployee(draft)
  rig.clock.advance(1000)
  await manager.updateEmployee({ employeeId, name: '王五', phone: draft.phone, roles: ['kitchen'] })
  await manager.setEmployeeEnabled({ employeeId, enabled: false })
  await manager.setEmployeeEnabled({ employeeId, enabled: false })
  const entries = await wholeAudit(rig)
  const subject = `employee:${employeeId}`
  const boss = `employee:${by.id}`
  assert.deepEqual(
    entries.slice(0, 3).map((entry) => [entry.action, entry.by, entry.subject, entry.at - start]),
    [
      ['DISABLED', boss, subject, 1000],
      ['UPDATED', boss, subject, 1000],
      ['CREATED', boss, subject, 0],
    ],
  )
  assert.deepEqual(JSON.parse(entries[0]?.details ?? ''), { enabled: [true, false] })
  assert.deepEqual(JSON.parse(entries[1]?.details ?? ''), {
    name: ['小王', '王五'],
    roles: [['cashier'], ['kitchen']],
  })
  const text = JSON.stringify(entries)
  for (const secret of [initialPassword, password, 'argon']) assert.ok(!text.includes(secret))
  assert.equal(breakOf(entries.toReversed(), entries[0]), undefined)
})

test('what was refused leaves no entry', async (t) => {
  const rig = await createRig(t)
  const { calls: manager, employee } = await createStaff(rig, 'boss', '1', ['manager'])
  const before = await wholeAudit(rig)
  const own = { employeeId: employee.id, enabled: false }
  await assert.rejects(manager.setEmployeeEnabled(own), { reason: 'EMPLOYEE_INVALID' })
  await assert.rejects(createStaff(rig, 'BOSS'), { reason: 'USERNAME_TAKEN' })
  assert.deepEqual(await wholeAudit(rig), before)
})

test('twelve changes at once make one chain', async (t) => {
  const rig = await createRig(t)
  await Promise.all(Array.from({ length: 12 }, (_, n) => createStaff(rig, `staff${n}`)))
  const entries = await wholeAudit(rig)
  assert.equal(entries.length, 12)
  assert.equal(breakOf(entries.toReversed(), entries[0]), undefined)
})

test('pages follow each other without gap or repeat, a shop sees its own only', async (t) => {
  const rig = await createRig(t)
  for (let n = 0; n < 5; n++) await createStaff(rig, `staff${n}`, n === 2 ? '2' : '1')
  const entries = await wholeAudit(rig, 3)
  assert.deepEqual(
    entries.map(({ seq }) => seq),
    [5, 4, 2, 1],
  )
  const { calls: foreign } = await createStaff(rig, 'boss', '2', ['manager'])
  await assert.rejects(foreign.listAuditEntries({ shopId: '1', limit: 1 }), { kind: 'forbidden' })
  for (const wish of [{ limit: 0 }, { limit: 101 }, { limit: 1, cursor: 'x' }, { limit: 1, cursor: '-1' }]) {
    const asking = rig.as(system).listAuditEntries({ shopId: '1', ...wish })
    await assert.rejects(asking, { reason: 'PARAMETER_INVALID' }, JSON.stringify(wish))
  }
})

test('an act is entered for whoever asks for it, in their shop, and its number is answered', async (t) => {
  const rig = await createRig(t)
  const { calls: cook, by } = await createStaff(rig, 'cook', '1', ['kitchen'])
  assert.ok(by.kind === 'employee')
  const { seq } = await cook.recordAct(act)
  assert.equal(seq, 2)
  const [entry] = await wholeAudit(rig)
  const { prevHash, hash, ...told } = entry ?? assert.fail()
  assert.deepEqual(told, { seq, at: start, by: `employee:${by.id}`, shopId: '1', ...act })
})

test('nobody but employees acts, and no act reads like the change of an employee', async (t) => {
  const rig = await createRig(t)
  const { calls } = await createStaff(rig, 'cook')
  const customer = rig.as({ kind: 'customer', id: '1' })
  for (const other of [customer, rig.as({ kind: 'anonymous' }), rig.as(system)])
    await assert.rejects(other.recordAct(act), { kind: 'forbidden', reason: 'ROLE_MISSING' })
  for (const wrong of [
    ...[{ action: 'UPDATED' }, { action: '' }, { action: 'a'.repeat(33) }, { action: 'PUT /admin/dish' }],
    ...[{ subject: '' }, { subject: 'a b' }, { subject: 'x'.repeat(65) }, { details: 'x'.repeat(4001) }],
  ])
    await assert.rejects(calls.recordAct({ ...act, ...wrong }), { reason: 'PARAMETER_INVALID' })
  assert.equal((await wholeAudit(rig)).length, 1)
})

test('many acts and changes at once make one chain, and each has its own number', async (t) => {
  const rig = await createRig(t)
  const { calls } = await createStaff(rig, 'cook')
  const acts = Array.from({ length: 30 }, () => calls.recordAct(act))
  const hired = Array.from({ length: 4 }, (_, n) => createStaff(rig, `staff${n}`))
  const [told] = await Promise.all([Promise.all(acts), Promise.all(hired)])
  assert.equal(new Set(told.map(({ seq }) => seq)).size, 30)
  const entries = await wholeAudit(rig)
  assert.equal(entries.length, 35)
  assert.equal(breakOf(entries.toReversed(), entries[0]), undefined)
})

test('whoever audits one shop can follow the chain through the entries of the others', async (t) => {
  const rig = await createRig(t)
  const { calls: boss } = await createStaff(rig, 'boss', '1', ['manager'])
  const { calls: foreign } = await createStaff(rig, 'other', '2', ['staff'])
  for (let n = 0; n < 3; n++) await Promise.all([boss.recordAct(act), foreign.recordAct(act)])
  const first = await boss.listAuditLinks({ limit: 5 })
  const rest = await boss.listAuditLinks({ limit: 5, cursor: first.nextCursor })
  const links = [...first.links, ...rest.links].toReversed()
  assert.deepEqual([links.length, rest.nextCursor], [8, ''])
  assert.deepEqual(Object.keys(links[0] ?? {}).sort(), ['hash', 'prevHash', 'seq'])
  for (const [at, { seq, prevHash }] of links.entries())
    assert.deepEqual([seq, prevHash], [at + 1, links[at - 1]?.hash ?? emptyChain.hash])
  const own = await wholeAudit(rig)
  for (const entry of own) assert.equal(links[entry.seq - 1]?.hash, entry.hash)
  assert.ok(own.length < links.length)
  await assert.rejects(foreign.listAuditLinks({ limit: 5 }), { kind: 'forbidden' })
  for (const limit of [0, 1001])
    await assert.rejects(boss.listAuditLinks({ limit }), { reason: 'PARAMETER_INVALID' })
})
