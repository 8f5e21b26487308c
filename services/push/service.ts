import type { ServiceDefinition } from '#kit/lifecycle/service.ts'
import type { Storage } from '#kit/storage/storage.ts'
import { createBells } from './bells.ts'
import { reportsClient } from './clients.ts'
import { type PushConfig, pushConfig, rulesOf, storeRulesOf } from './config.ts'
import { listensOf, watchesOf } from './events.ts'
import { notifications } from './migrations/0001-notifications.ts'
import { messages } from './migrations/0002-messages.ts'
import { servePush } from './rpc.ts'
import type { PushTables } from './store/tables.ts'
import { createPushStore } from './store.ts'
import { pushTimers } from './timers.ts'

export const pushService: ServiceDefinition<PushTables, PushConfig> = {
  name: 'push',
  config: pushConfig,
  migrations: [notifications, messages],
  create(around, storage, config) {
    const storeRules = storeRulesOf(() => config.current)
    const storeOver = (over: Storage<PushTables>) => createPushStore(over, storeRules)
    const bells = createBells(around.clock)
    const needs = {
      store: storeOver(storage),
      bells,
      reports: reportsClient(around.client),
      clock: around.clock,
      rules: () => rulesOf(config.current),
    }
    return {
      serves: [servePush(needs)],
      listens: listensOf(needs, storeOver),
      watches: watchesOf(needs),
      timers: pushTimers(needs),
      parts: [{ name: 'push streams', drain: async () => bells.silence() }],
    }
  },
}
