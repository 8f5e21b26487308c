import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { z } from 'zod'
import { ConfigService } from '#contracts/gen/cangqiong/kit/v1/config_pb.js'
import { manualClock } from '#kit/clock.ts'
import { live, secret } from '#kit/config/config.ts'
import { openCentre } from '#kit/config/document.ts'
import { loadConfig } from '#kit/config/load.ts'
import { createMemoryCentre, createMemoryPlace, type MemoryPlace } from '#kit/config/memory.ts'
import { configHandlers } from '#kit/config/rpc.ts'
import { Fault } from '#kit/fault.ts'
import { clientOf } from '#kit/rpc/client.ts'
import { codecTransport } from '#kit/rpc/codec.ts'
import { serve } from '#kit/rpc/service.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { gatewayConfig } from './config.ts'
import { bearer, createGatewayWorld, startedAt } from './gateway.fixture.ts'
import type { ConfigInstance } from './ports.ts'

const order = z.strictObject({
  payWindowMs: live(z.int().positive().default(900_000)),
  takesOrders: live(z.boolean().default(true)),
  packFen: z.int().default(100),
  note: z.string().optional(),
})
const user = z.strictObject({
  signingKey: secret(z.string().default('very-secret')),
  lockMs: live(z.int().default(1)),
})

/** Stands where the gateway's own does: deadlines are instants. */
const clock = manualClock(startedAt)

interface ProcessPlan {
  readonly place: MemoryPlace
  readonly id: string
  readonly service: string
  readonly schema: z.ZodType
  readonly env?: Readonly<Record<string, string>>
}

/** A process of the installation with a service in it. */
async function startProcess(t: TestContext, { place, id, service, schema, env = {} }: ProcessPlan) {
  const needs = { clock, log: silentLog }
  const document = await openCentre({ ...needs, centre: createMemoryCentre(place) })
  t.after(() => document.stop())
  const config = loadConfig({ schema, prefix: service, document, env })
  const configs = new Map([[service, config]])
  const served = [serve(ConfigService, configHandlers({ instanceId: id, document, configs }))]
  const transport = codecTransport(() => served, needs)
  return { document, config, client: clientOf(ConfigService, transport) }
}

/** Two processes with the order service and one with the user service, behind one gateway. */
async function openInstallation(t: TestContext, env = {}) {
  const place = createMemoryPlace()
  place.write('{"order":{"payWindowMs":5000}}', 'hand')
  const one = await startProcess(t, { place, id: 'a', service: 'order', schema: order, env })
  const two = await startProcess(t, { place, id: 'b', service: 'order', schema: order })
  const three = await startProcess(t, { place, id: 'c', service: 'user', schema: user })
  const clients: ConfigInstance[] = [one.client, two.client, three.client, one.client]
  const { document } = three
  const world = createGatewayWorld({}, {}, { instances: async () => clients, document })
  const manager = bearer(await world.token('manager'))
  const ask = async (body?: object, headers: Record<string, string> = manager) => {
    const method = body ? 'PATCH' : 'GET'
    const request = { method, url: '/v1/ops/config', headers, ...(body && { payload: body }) } as const
    const { statusCode, body: text } = await world.gateway.http.inject(request)
    return { status: statusCode, text, body: JSON.parse(text) }
  }
  return { place, one, two, clients, ask, world }
}

type Installation = Awaited<ReturnType<typeof openInstallation>>

const change = (service: string, key: string, value: unknown) => ({ service, key, value })

async function settingOf({ ask }: Installation, service: string, key: string, instance = 0) {
  const { body } = await ask()
  const found = body.services.find((each: { service: string }) => each.service === service)
  return found.instances[instance].settings.find((each: { key: string }) => each.key === key)
}

test('every instance of every service tells value, source, version, and who changed it when', async (t) => {
  const installation = await openInstallation(t)
  const { body } = await installation.ask()
  assert.deepEqual([body.centre, body.version, body.agreed, body.unreachable], ['memory', '1', true, 0])
  const seen = body.services.map(
    ({ service, instances }: { service: string; instances: { id: string }[] }) => [
      service,
      instances.map(({ id }) => id),
    ],
  )
  assert.deepEqual(seen, [
    ['order', ['a', 'b']],
    ['user', ['c']],
  ])
  const { changedAt, ...told } = await settingOf(installation, 'order', 'payWindowMs', 1)
  const place = { source: 'memory', version: '1', changedBy: 'hand' }
  assert.deepEqual(told, { key: 'payWindowMs', value: 5000, ...place, live: true, secret: false })
  assert.equal(Date.parse(changedAt), installation.place.document?.at)
  const untouched = { source: 'default', version: null, changedBy: null, changedAt: null, secret: false }
  assert.deepEqual(await settingOf(installation, 'order', 'note'), {
    ...{ key: 'note', value: null, live: false },
    ...untouched,
  })
})

test('a secret is told to nobody', async (t) => {
  const installation = await openInstallation(t)
  const { text } = await installation.ask()
  assert.doesNotMatch(text, /very-secret/)
  assert.equal((await settingOf(installation, 'user', 'signingKey')).value, '***')
})

test('a manager changes a value and a flag: every instance has them, and who did it is known', async (t) => {
  const installation = await openInstallation(t)
  const { one, two, ask } = installation
  const changes = [change('order', 'payWindowMs', 7000), change('order', 'takesOrders', false)]
  const { status, body } = await ask({ version: '1', changes })
  assert.deepEqual([status, body], [200, { version: '2' }])
  for (const process of [one, two])
    assert.deepEqual(process.config.current, {
      payWindowMs: 7000,
      takesOrders: false,
      packFen: 100,
    })
  const { value, version, changedBy } = await settingOf(installation, 'order', 'payWindowMs')
  assert.deepEqual([value, version, changedBy], [7000, '2', 'employee:3'])
})

test('null puts a value back to what it is without the document', async (t) => {
  const installation = await openInstallation(t)
  await installation.ask({ version: '1', changes: [change('order', 'payWindowMs', null)] })
  const { value, source, changedBy } = await settingOf(installation, 'order', 'payWindowMs')
  assert.deepEqual([value, source, changedBy], [900_000, 'default', 'employee:3'])
})

test('what cannot be taken over is refused with its reason, and nothing of it is published', async (t) => {
  const { place, ask } = await openInstallation(t, { CANGQIONG_ORDER_TAKES_ORDERS: 'true' })
  const good = change('order', 'payWindowMs', 7000)
  for (const [wrong, status, code] of [
    [change('order', 'payWindow', 1), 404, 'CONFIG_KEY_MISSING'],
    [change('kitchen', 'payWindowMs', 1), 404, 'CONFIG_KEY_MISSING'],
    [change('order', '__proto__', 1), 404, 'CONFIG_KEY_MISSING'],
    [change('order', 'payWindowMs', '7 s'), 400, 'CONFIG_VALUE_INVALID'],
    [change('order', 'payWindowMs', 0), 400, 'CONFIG_VALUE_INVALID'],
    [change('order', 'packFen', 1), 412, 'CONFIG_FIXED'],
    [change('order', 'takesOrders', false), 412, 'CONFIG_FIXED'],
    [change('user', 'signingKey', 'mine'), 412, 'CONFIG_FIXED'],
  ] as const) {
    const answer = await ask({ version: '1', changes: [good, wrong] })
    assert.deepEqual([answer.status, answer.body.code], [status, code], JSON.stringify(wrong))
  }
  assert.equal(place.document?.version, '1')
  const { body } = await ask({ version: '1', changes: [change('order', 'payWindowMs', 0)] })
  assert.match(body.details.problems, /^order\.payWindowMs: Too small/)
})

test('every number of a rate of the gateway can be changed by itself', () => {
  const config = loadConfig({ schema: gatewayConfig, prefix: 'gateway' })
  config.check([{ key: 'rates.read.bucketSize', value: 500 }])
})

test('on a version that has moved nothing is published, and the answer says so', async (t) => {
  const { place, ask } = await openInstallation(t)
  for (const version of [null, '0']) {
    const { status, body } = await ask({ version, changes: [change('order', 'payWindowMs', 7000)] })
    assert.deepEqual([status, body.code], [409, 'CONFIG_MOVED'])
  }
  assert.equal(place.document?.version, '1')
})

test('instances that disagree are shown, and those that do not answer are counted', async (t) => {
  const { clients, ask } = await openInstallation(t, { CANGQIONG_ORDER_PAY_WINDOW_MS: '1' })
  const gone = () => Promise.reject(new Fault('unavailable', 'UNREACHABLE', 'gone'))
  clients.push({ describeConfig: gone, checkConfig: gone })
  const { body } = await ask()
  assert.deepEqual([body.agreed, body.unreachable], [false, 1])
  assert.deepEqual(body.services[0].differing, ['payWindowMs'])
  const absent = await ask({ version: '1', changes: [change('kitchen', 'payWindowMs', 1)] })
  assert.deepEqual([absent.status, absent.body.code], [503, 'CONFIG_UNAVAILABLE'])
})

test('while the centre is away values are told and none is changed', async (t) => {
  const installation = await openInstallation(t)
  installation.place.setAway(true)
  assert.equal((await settingOf(installation, 'order', 'payWindowMs')).value, 5000)
  const { ask } = installation
  const { status, body } = await ask({ version: '1', changes: [change('order', 'payWindowMs', 7000)] })
  assert.deepEqual([status, body.code], [503, 'CONFIG_UNAVAILABLE'])
})

test('a change without a value, without changes or by a waiter is refused', async (t) => {
  const { ask, world } = await openInstallation(t)
  for (const changes of [[], [{ service: 'order', key: 'payWindowMs' }]])
    assert.equal((await ask({ version: '1', changes })).status, 400)
  const waiter = bearer(await world.token('staff'))
  const wish = { version: '1', changes: [change('order', 'payWindowMs', 7000)] }
  assert.equal((await ask(wish, waiter)).status, 403)
})
