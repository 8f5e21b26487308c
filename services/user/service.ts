import type { ServiceDefinition, Surroundings } from '#kit/lifecycle/service.ts'
import type { Storage } from '#kit/storage/storage.ts'
import { createMessages, createOrders, createWechat } from './clients.ts'
import { type UserConfig, userConfig } from './config.ts'
import { createAnnouncements } from './events.ts'
import { users } from './migrations/0001-users.ts'
import { sessions } from './migrations/0002-sessions.ts'
import { staff } from './migrations/0003-staff.ts'
import { locations } from './migrations/0004-locations.ts'
import { employees } from './migrations/0005-employees.ts'
import { customers } from './migrations/0006-customers.ts'
import { regionCodes } from './migrations/0007-region-codes.ts'
import { createPasswords } from './passwords.ts'
import type { Rules, UserNeeds } from './ports.ts'
import { serveUser } from './rpc.ts'
import { createSecrets } from './secrets.ts'
import { createAddressStore } from './store/addresses.ts'
import { createAuditStore } from './store/audit.ts'
import { createCodeStore } from './store/codes.ts'
import { createCustomerStore } from './store/customers.ts'
import { createEmployeeStore } from './store/employees.ts'
import { createImportStore } from './store/imports.ts'
import { createSessionStore } from './store/sessions.ts'
import type { UserTables } from './store/tables.ts'
import { createTimers } from './timers.ts'
import { createTokens } from './tokens.ts'

export const userService: ServiceDefinition<UserTables, UserConfig> = {
  name: 'user',
  config: userConfig,
  migrations: [users, sessions, staff, locations, employees, customers, regionCodes],
  create(around, storage, config) {
    const needs = needsOf(around, storage, () => config.current)
    return {
      serves: [serveUser(needs)],
      listens: [],
      watches: [],
      timers: createTimers(needs),
      parts: [],
    }
  },
}

function needsOf(around: Surroundings, storage: Storage<UserTables>, config: () => UserConfig): UserNeeds {
  const announcements = createAnnouncements(around.outbox)
  const timeoutMs = () => config().egressTimeoutMs
  const app = () => ({ appId: config().wechatAppId, secret: config().wechatSecret })
  return {
    codes: createCodeStore(storage),
    sessions: createSessionStore(storage, announcements),
    customers: createCustomerStore(storage, announcements),
    addresses: createAddressStore(storage),
    employees: createEmployeeStore(storage, announcements),
    imports: createImportStore(storage, announcements),
    audit: createAuditStore(storage),
    secrets: createSecrets(around.random, () => config().codeSecret),
    passwords: createPasswords(around.slowCrypto, around.random),
    tokens: createTokens(config),
    messages: createMessages(around.egress, timeoutMs),
    orders: createOrders(around.client),
    wechat: createWechat(around.egress, app, timeoutMs),
    clock: around.clock,
    ids: around.ids,
    rules: () => rulesOf(config()),
  }
}

function rulesOf(config: UserConfig): Rules {
  return {
    codes: { lifeMs: config.codeLifeMs, pauseMs: config.codePauseMs, triesMax: config.codeTriesMax },
    lockout: { failuresMax: config.loginFailuresMax, lockMs: config.loginLockMs },
    sessions: {
      accessMs: config.accessTokenMs,
      refreshMs: config.refreshTokenMs,
      sessionMs: config.sessionMs,
      singleTokenMs: config.singleTokenMs,
      graceMs: config.refreshGraceMs,
      freshMs: config.freshLoginMs,
    },
    showCodes: config.showCodes,
  }
}
