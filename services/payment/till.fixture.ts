import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, type ManualClock, manualClock } from '#kit/clock.ts'
import { fixedConfig } from '#kit/config/config.ts'
import { withContext } from '#kit/context.ts'
import { createEgress } from '#kit/egress/http.ts'
import { faultOf } from '#kit/fault.ts'
import { createIds } from '#kit/ids.ts'
import type { Surroundings } from '#kit/lifecycle/service.ts'
import { createOutbox } from '#kit/messaging/outbox.ts'
import { systemRandom } from '#kit/random.ts'
import { createSqliteStorage } from '#kit/storage/sqlite.ts'
import type { KitTables } from '#kit/storage/storage.ts'
import { type Log, silentLog } from '#kit/telemetry/log.ts'
import { generateKeys, type Keys } from '../../simulators/wechat/keys.ts'
import { createWechatSimulator } from '../../simulators/wechat/simulator.ts'
import { paymentConfig, rulesOf } from './config.ts'
import type { Opening } from './domain/opening.ts'
import { createAnnounce } from './events.ts'
import { payments } from './migrations/0001-payments.ts'
import type { Header, PaymentNeeds } from './ports.ts'
import { paymentService } from './service.ts'
import type { PaymentTables } from './store/tables.ts'
import { createPaymentStore } from './store.ts'
import { prepareAttempt } from './use-cases/prepare-attempt.ts'
import { receiveNotification } from './use-cases/receive-notification.ts'
import { createWechatProvider } from './wechat/provider.ts'

/** A notification as it arrived, and what we answered. */
export interface Arrival {
  readonly headers: readonly Header[]
  readonly body: Uint8Array
  readonly answer: string
}

/** 2026-09-21 22:13:20 in China. */
export const startAt = 1_790_000_000_000

let madeKeys: Promise<Keys> | undefined

/** One set of keys for all tests of a process: making them takes a second. */
export function testKeys(): Promise<Keys> {
  madeKeys ??= generateKeys(systemRandom, startAt)
  return madeKeys
}

/** The payment service on a real database beside the simulated provider, with a clock that stands still. */
export async function openTill(changes: Record<string, unknown> = {}, running?: Clock) {
  const folder = mkdtempSync(join(tmpdir(), 'payment-'))
  const standing = manualClock(startAt)
  const clock: ManualClock = running ? { ...standing, ...running } : standing
  const errors: string[] = []
  const log: Log = { ...silentLog, error: (message) => void errors.push(message), with: () => log }
  const wechat = createWechatSimulator({
    dataFile: join(folder, 'wechat.sqlite'),
    host: '127.0.0.1',
    port: 0,
    clock,
    random: systemRandom,
    log,
    keys: await testKeys(),
  })
  await wechat.start()
  const storage = await createSqliteStorage<PaymentTables>({
    path: join(folder, 'payment.sqlite'),
    migrations: [payments],
    clock,
    log,
  })
  const arrivals: Arrival[] = []
  const door = await openDoor((headers, body) => receiveNotification(needs, headers, body), arrivals)
  const config = paymentConfig.parse({ ...wechat.credentials(), notifyUrl: door.url, ...changes })
  const around = surroundings(clock, log, wechat.address())
  const announce = createAnnounce(around.outbox)
  const needs: PaymentNeeds = {
    store: createPaymentStore(storage, announce),
    provider: createWechatProvider(around, config),
    alarm: log.error,
    clock,
    merchant: () => ({ mchid: config.mchid, appid: config.appid }),
    rules: () => rulesOf(config),
  }
  const service = paymentService.create(around, storage, fixedConfig(config))

  return {
    needs,
    around,
    service,
    storage,
    wechat,
    clock,
    config,
    arrivals,
    errors,
    opening,
    /** Opens an attempt and answers its id and what the customer's phone got. */
    async prepare(change: Partial<Opening> = {}) {
      const wanted = opening(change)
      const { attempt, parameters } = await prepareAttempt(needs, wanted)
      const ref = parameters?.h5Url.split('/').at(-1) || parameters?.package.replace('prepay_id=', '') || ''
      return { wanted, attempt, parameters, pay: () => wechat.pay(ref) }
    },
    /** Does what a merchant does by hand about refunds that could not arrive. */
    async bringRefunds() {
      const { ok, status } = await fetch(`${wechat.address()}/simulator/refunds/bring`, { method: 'POST' })
      if (!ok) throw new Error(`the simulator answered ${status}`)
    },
    /** Lets time pass until `n` notifications in all have arrived and were answered. */
    async arrive(n: number, stepMs = 1000) {
      await eventually(() => {
        if (arrivals.length < n) clock.advance(stepMs)
        return arrivals.length >= n
      })
    },
    /** Fires what is due, as the timers would. */
    async fireTimers() {
      const due = await storage.tx('due', (tx) =>
        tx.kit.selectFrom('timer').selectAll().where('due_at', '<=', clock.now()).execute(),
      )
      for (const timer of due) await fire(timer)
    },
    table: <T extends keyof PaymentTables & string>(name: T) =>
      storage.read('table', (db) =>
        db
          .selectFrom(name as 'journal')
          .selectAll()
          .execute(),
      ) as unknown as Promise<PaymentTables[T][]>,
    async events() {
      const rows = await storage.tx('events', (tx) =>
        tx.kit.selectFrom('outbox').selectAll().orderBy('seq').execute(),
      )
      return rows.map((row) => row.type.split('.').at(-1) ?? '')
    },
    async announced() {
      const rows = await storage.tx('announced', (tx) => tx.kit.selectFrom('outbox').selectAll().execute())
      return rows.map(({ type, payload }) => ({ type, event: JSON.parse(payload) as unknown }))
    },
    asSystem: <T>(work: () => T) => withContext({ by: { kind: 'system', id: 'order' } }, work),
    async close() {
      await wechat.stop()
      await door.close()
      await storage.stop()
      rmSync(folder, { recursive: true })
    },
  }

  async function fire(timer: KitTables['timer']) {
    await service.timers[timer.kind]?.(timer.ref, timer.payload)
    await storage.tx('fired', (tx) =>
      tx.kit
        .deleteFrom('timer')
        .where('kind', '=', timer.kind)
        .where('ref', '=', timer.ref)
        .where('due_at', '=', timer.due_at)
        .execute(),
    )
  }
}

export type Till = Awaited<ReturnType<typeof openTill>>

let orders = 0

/** A wish to open the first attempt of a new order. */
export function opening(changes: Partial<Opening> = {}): Opening {
  orders += 1
  return {
    orderId: `0190a0b0-0000-7000-8000-${String(orders).padStart(12, '0')}`,
    attemptId: String(orders).padStart(32, '0'),
    n: 1,
    amountFen: 5600,
    channel: 'WECHAT_JSAPI',
    openid: 'oCustomer',
    clientIp: '127.0.0.1',
    description: '苍穹外卖 订单',
    expiresAt: startAt + 900_000,
    ...changes,
  }
}

/** Waits for a state, within a bound. */
export async function eventually(reached: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1000; tries++) {
    if (await reached()) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error('the state was not reached in time')
}

function surroundings(clock: ManualClock, log: Log, address: string): Surroundings {
  const ids = createIds(clock, systemRandom)
  const destinations = { 'wechat-pay': { baseUrl: address, maxConcurrent: 64, maxBytes: 16_777_216 } }
  return {
    clock,
    random: systemRandom,
    ids,
    log,
    egress: createEgress({ destinations, clock }),
    slowCrypto: { hashPassword: unused, verifyPassword: unused },
    jobs: { run: unused, requireRoom: unused },
    outbox: createOutbox({ clock, ids }),
    client: () => unused(),
  }
}

function unused(): never {
  throw new Error('payment does not use this')
}

type Receive = (headers: readonly Header[], body: Uint8Array) => Promise<void>

/** What the gateway does: hands bytes and headers on and answers 200 or 4xx. */
async function openDoor(receive: Receive, arrivals: Arrival[]) {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const headers = Object.entries(request.headers).map(([name, value]) => ({ name, value: String(value) }))
    const answer = await receive(headers, body).then(
      () => 'OK',
      (error: unknown) => faultOf(error).reason,
    )
    response.writeHead(answer === 'OK' ? 200 : 400).end()
    arrivals.push({ headers, body, answer })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${port}/notify/wechat`, close }
}
