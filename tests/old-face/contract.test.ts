import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { lackingFor } from '../../host/servers/backing.ts'
import { topologies } from '../../host/topologies.ts'
import { install } from '../installation.ts'
import { differing } from './differing.ts'
import { endpoints, expectedEndpoints } from './endpoints.ts'
import { hirePostman } from './postman.ts'
import { payInWechat } from './row.ts'
import { table } from './table/table.ts'
import { walk } from './walk.ts'

const known: readonly string[] = [...endpoints, ...expectedEndpoints]

test('the course’s backend had 71 endpoints', () => {
  assert.equal(endpoints.length, 71)
  assert.equal(new Set(known).size, known.length)
})

test('every endpoint of the old face has a row in which it does what it is for', () => {
  const succeeding = new Set(table.filter(({ answers }) => answers.isDone).map(({ call }) => String(call)))
  assert.deepEqual(
    known.filter((endpoint) => !succeeding.has(endpoint)),
    [],
  )
})

test('every row has a name of its own, and what is known to differ is a row', () => {
  const names = table.map(({ name }) => name)
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  )
  assert.deepEqual(
    Object.keys(differing).filter((name) => !names.includes(name)),
    [],
  )
})

// `OLD_FACE_ON=mysql node --test tests/old-face/contract.test.ts` walks the same table there.
const on = topologies.find((each) => each === (process.env.OLD_FACE_ON ?? 'direct'))
assert.ok(on, `OLD_FACE_ON is one of ${topologies.join(', ')}`)
const lacks = lackingFor(on)

if (lacks.length > 0) {
  test(`the table on ${on}`, { skip: `not on this machine: ${lacks.join(', ')}` }, () => undefined)
} else {
  const postman = await hirePostman()
  // Nothing runs out while the table is walked.
  const patient = { CANGQIONG_ORDER_PAY_WINDOW_MS: '60000', CANGQIONG_ORDER_DELIVERY_WINDOW_MS: '60000' }
  const env = { ...patient, CANGQIONG_PAYMENT_NOTIFY_URL: postman.url }
  const installation = await install(on, { env })
  const { platform } = installation
  postman.goesTo(platform.url)
  after(async () => {
    await installation.close()
    await postman.close()
  })

  const walker = walk({ ...platform, postman })
  for (const row of table) {
    const { name, call } = row
    const title = call === payInWechat ? name : `${call}: ${name}`
    const why = differing[name]
    test(why === undefined ? title : `${title} — differs: ${why}`, async () => {
      const found = await walker.judge(row, { isPatient: why === undefined })
      if (why === undefined) assert.deepEqual(found, [])
      else assert.notDeepEqual(found, [], 'it fits now: strike it from differing.ts')
    })
  }
}
