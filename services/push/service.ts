import type { ServiceDefinition } from '#kit/lifecycle/service.ts'
import type { Storage } from '#kit/storage/storage.ts'
import { createBells } from './bells.ts'
import { type PushConfig, pushConfig } from './config.ts'
import { listensOf, watchesOf } from './events.ts'
import { notifications } from './migrations/0001-notifications.ts'
import { servePush } from './rpc.ts'
import { createPushStore, type PushTables } from './store.ts'

export const pushService: ServiceDefinition<PushTables, PushConfig> = {
  name: 'push',
  config: pushConfig,
  migrations: [notifications],
  create(around, storage, config) {
    const storeOver = (over: Storage<PushTables>) => createPushStore(over, () => config.current.keptMax)
    const bells = createBells(around.clock)
    const needs = { store: storeOver(storage), bells, clock: around.clock, rules: () => config.current }
    return {
      serves: [servePush(needs)],
      listens: listensOf(needs, storeOver),
      watches: watchesOf(needs),
      timers: {},
      parts: [{ name: 'push streams', drain: async () => bells.silence() }],
    }
  },
}
