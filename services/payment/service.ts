import type { ServiceDefinition } from '#kit/lifecycle/service.ts'
import { type PaymentConfig, paymentConfig, rulesOf } from './config.ts'
import { createAnnounce, listenings } from './events.ts'
import { payments } from './migrations/0001-payments.ts'
import type { PaymentNeeds } from './ports.ts'
import { paymentRpc } from './rpc.ts'
import type { PaymentTables } from './store/tables.ts'
import { createPaymentStore } from './store.ts'
import { timerHandlers } from './timers.ts'
import { createWechatProvider } from './wechat/provider.ts'

export const paymentService: ServiceDefinition<PaymentTables, PaymentConfig> = {
  name: 'payment',
  config: paymentConfig,
  migrations: [payments],
  create(around, storage, config) {
    const announce = createAnnounce(around.outbox)
    const { mchid, appid } = config.current
    const needs: PaymentNeeds = {
      store: createPaymentStore(storage, announce),
      provider: createWechatProvider(around, config.current),
      alarm: (what, facts) => around.log.error(what, facts),
      clock: around.clock,
      merchant: () => ({ mchid, appid }),
      rules: () => rulesOf(config.current),
    }
    return {
      serves: [paymentRpc(needs)],
      listens: listenings((joined) => createPaymentStore(joined, announce)),
      watches: [],
      timers: timerHandlers(needs),
      parts: [],
    }
  },
}
