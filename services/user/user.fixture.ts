import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { DescService } from '@bufbuild/protobuf'
import { UserService } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { type Clock, type ManualClock, manualClock, systemClock } from '#kit/clock.ts'
import { fixedConfig } from '#kit/config/config.ts'
import { currentContext, nameOf, outsideContext, type Person, withContext } from '#kit/context.ts'
import { generateEd25519 } from '#kit/crypto/keys.ts'
import { createSlowCrypto } from '#kit/crypto/slow.ts'
import type { EgressRequest, EgressResponse } from '#kit/egress/egress.ts'
import { createMemoryEgress } from '#kit/egress/memory.ts'
import { createIds } from '#kit/ids.ts'
import { createMemoryJobs } from '#kit/jobs/memory.ts'
import { createOutbox } from '#kit/messaging/outbox.ts'
import { systemRandom } from '#kit/random.ts'
import { clientOf } from '#kit/rpc/client.ts'
import { directTransport } from '#kit/rpc/direct.ts'
import type { Client } from '#kit/rpc/service.ts'
import { createSqliteStorage } from '#kit/storage/sqlite.ts'
import type { Migration, Storage } from '#kit/storage/storage.ts'
import { type Log, silentLog } from '#kit/telemetry/log.ts'
import type { TimerHandler } from '#kit/timers/timers.ts'
import { type UserConfig, userConfig } from './config.ts'
import { userService } from './service.ts'
import type { UserTables } from './store/tables.ts'

export const keyPair = generateEd25519(systemRandom)
export const start = Date.UTC(2026, 5, 1, 4)

/** A whole user service over its own database, with its own clock, text messages and WeChat. */
export interface Rig {
  readonly clock: ManualClock
  readonly storage: Storage<UserTables>
  readonly timers: Readonly<Record<string, TimerHandler>>
  /** Text messages sent, newest last. */
  readonly texts: { phone: string; text: string }[]
  /** What the destination `sms` does; throws or answers. */
  answerSms: () => EgressResponse
  /** What WeChat knows: openid by code. */
  readonly openids: Map<string, string>
  answerWechat: (request: EgressRequest) => EgressResponse
  /** Customers whose orders were asked to be closed, and by whom. */
  readonly closed: string[]
  /** What the orders say to that; throws or does not. */
  answerOrders: () => void
  as(by: Person, sessionId?: string): Client<typeof UserService>
  /** Types and payloads of what stands in the outbox. */
  announced(): Promise<readonly { type: string; payload: Record<string, unknown> }[]>
}

export type Open = (needs: {
  clock: Clock
  log: Log
  migrations: readonly Migration[]
}) => Promise<Storage<UserTables>>

let open: Open = async (needs) => {
  const folder = mkdtempSync(join(tmpdir(), 'user-'))
  const storage = await createSqliteStorage<UserTables>({ path: join(folder, 'user.db'), ...needs })
  const stop = () => storage.stop().finally(() => rmSync(folder, { recursive: true }))
  return { ...storage, stop }
}

/** Rigs of this process stand on another database from now on. */
export function standOn(other: Open): void {
  open = other
}

export async function createRig(t: TestContext, changes: Partial<UserConfig> = {}): Promise<Rig> {
  const clock = manualClock(start)
  const storage = await open({ clock, log: silentLog, migrations: userService.migrations })
  t.after(() => storage.stop())
  const outside = createOutside()
  const ids = createIds(clock, systemRandom)
  const around = {
    clock,
    ids,
    random: systemRandom,
    log: silentLog,
    egress: createMemoryEgress({ sms: outside.sms, 'wechat-login': outside.wechat }),
    slowCrypto: createSlowCrypto(),
    jobs: createMemoryJobs({ clock }),
    outbox: createOutbox({ clock, ids }),
    client: outside.client,
  }
  const service = userService.create(around, storage, fixedConfig(configOf(changes)))
  const transport = directTransport(() => service.serves, {
    clock: systemClock,
    log: silentLog,
    freeze: true,
  })
  return Object.assign(outside.rig, {
    clock,
    storage,
    timers: service.timers,
    as: (by: Person, sessionId = '') => callingAs(clientOf(UserService, transport), by, sessionId),
    announced: () => readOutbox(storage),
  })
}

function configOf(changes: Partial<UserConfig>): UserConfig {
  return userConfig.parse({
    signingKey: keyPair.privatePem,
    codeSecret: 'a secret for tests only',
    wechatAppId: 'wx-test',
    wechatSecret: 'wx-secret',
    showCodes: true,
    ...changes,
  })
}

function createOutside() {
  const rig = {
    texts: [] as { phone: string; text: string }[],
    closed: [] as string[],
    answerOrders: (): void => undefined,
    openids: new Map<string, string>(),
    answerSms: (): EgressResponse => json({}),
    answerWechat: ({ path }: EgressRequest): EgressResponse => {
      const code = new URLSearchParams(path.split('?')[1]).get('js_code') ?? ''
      const openid = rig.openids.get(code)
      return json(openid ? { openid, session_key: 'k' } : { errcode: 40029, errmsg: 'invalid code' })
    },
  }
  return {
    rig,
    async sms({ body = '' }: EgressRequest) {
      const answer = rig.answerSms()
      if (answer.status === 200) rig.texts.push(JSON.parse(body))
      return answer
    },
    wechat: async (request: EgressRequest) => rig.answerWechat(request),
    /** The order service, as far as the user service asks it. */
    client<S extends DescService>(): Client<S> {
      const closeCustomer = async ({ customerId }: { customerId: string }) => {
        rig.closed.push(`${nameOf(currentContext().by)} closes ${customerId}`)
        rig.answerOrders()
        return {}
      }
      return { closeCustomer } as unknown as Client<S>
    },
  }
}

export function json(value: unknown, status = 200): EgressResponse {
  return { status, headers: {}, body: new TextEncoder().encode(JSON.stringify(value)) }
}

function callingAs<C extends object>(client: C, by: Person, sessionId: string): C {
  const calls = Object.entries(client).map(([name, call]) => [
    name,
    (request: unknown) => withContext({ ...outsideContext, by, sessionId }, () => call(request)),
  ])
  return Object.fromEntries(calls) as C
}

async function readOutbox(storage: Storage<UserTables>) {
  const rows = await storage.tx('readOutbox', (tx) =>
    tx.kit.selectFrom('outbox').select(['type', 'payload']).orderBy('seq').execute(),
  )
  return rows.map(({ type, payload }) => ({
    type: type.split('.').at(-1) ?? '',
    payload: JSON.parse(payload) as Record<string, unknown>,
  }))
}

export const anonymous: Person = { kind: 'anonymous' }
export const system: Person = { kind: 'system', id: 'test' }

export const home = {
  consignee: '王小明',
  phone: '19912345678',
  sex: 'M',
  province: '北京市',
  city: '北京市',
  district: '昌平区',
  detail: '金燕龙办公楼 3 层',
  label: '公司',
}

/** A customer logged in by phone. */
export async function loginCustomer(rig: Rig, phone: string) {
  const { shownCode } = await rig.as(anonymous).sendPhoneCode({ phone })
  const session = await rig.as(anonymous).loginByPhone({ phone, code: shownCode })
  const by: Person = { kind: 'customer', id: session.subjectId }
  return { session, by, calls: rig.as(by, session.sessionId) }
}

export const password = 'Correct horse 8'

export async function createStaff(rig: Rig, username: string, shopId = '1', roles = ['staff']) {
  const employee = await rig.as(system).createEmployee({
    shopId,
    username,
    name: '张三',
    phone: '13800008000',
    password,
    roles,
  })
  const by: Person = { kind: 'employee', id: employee.id, shopId, roles }
  return { employee, by, calls: rig.as(by) }
}
