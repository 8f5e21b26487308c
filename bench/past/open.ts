import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { OrderService } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { PaymentService } from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import { ReportService } from '#contracts/gen/cangqiong/report/v1/report_pb.js'
import { UserService } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { systemClock } from '#kit/clock.ts'
import { fixedConfig } from '#kit/config/config.ts'
import { createSlowCrypto } from '#kit/crypto/slow.ts'
import { createMemoryEgress } from '#kit/egress/memory.ts'
import { createIds } from '#kit/ids.ts'
import { createMemoryJobs } from '#kit/jobs/memory.ts'
import type { ServiceDefinition, Surroundings } from '#kit/lifecycle/service.ts'
import { createOutbox } from '#kit/messaging/outbox.ts'
import { systemRandom } from '#kit/random.ts'
import { clientOf } from '#kit/rpc/client.ts'
import { directTransport } from '#kit/rpc/direct.ts'
import type { Client, Served } from '#kit/rpc/service.ts'
import { createSqliteStorage } from '#kit/storage/sqlite.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { orderService } from '../../services/order/service.ts'
import { reportService } from '../../services/report/service.ts'
import { fillPast, type Past } from './fill.ts'
import { paymentReplay, userReplay } from './replays.ts'

/** Orders and reports over a filled past, called as between services of one process. */
export interface OpenPast extends Past {
  readonly order: Client<typeof OrderService>
  readonly report: Client<typeof ReportService>
  stop(): Promise<void>
}

export async function openPast(folder: string, orders: number): Promise<OpenPast> {
  mkdirSync(folder, { recursive: true })
  const [orderPath, reportPath] = [join(folder, 'order.sqlite'), join(folder, 'report.sqlite')]
  const past = { orders, orderPath, reportPath }
  await (await storageOf(orderPath, orderService)).stop()
  await (await storageOf(reportPath, reportService)).stop()
  fillPast(past)

  const served: Served[] = []
  const transport = directTransport(() => served, { clock: systemClock, log: silentLog })
  const around = surroundings(past, (service) => clientOf(service, transport))
  const [ofOrders, ofReports] = [
    await storageOf(orderPath, orderService),
    await storageOf(reportPath, reportService),
  ]
  const order = orderService.create(around, ofOrders, fixedConfig(orderService.config.parse({})))
  const report = reportService.create(around, ofReports, fixedConfig(reportService.config.parse({})))
  served.push(...order.serves, ...report.serves)
  return {
    ...past,
    order: clientOf(OrderService, transport),
    report: clientOf(ReportService, transport),
    async stop() {
      await ofOrders.stop()
      await ofReports.stop()
    },
  }
}

function storageOf<Tables, Config>(path: string, { migrations }: ServiceDefinition<Tables, Config>) {
  const needs = { path, migrations, clock: systemClock, log: silentLog, synchronous: 'off' as const }
  return createSqliteStorage<Tables>(needs)
}

/** Payments and customers are there to be replayed and for nothing else. */
function surroundings(past: Past, client: Surroundings['client']): Surroundings {
  const clock = systemClock
  const ids = createIds(clock, systemRandom)
  const replays = new Map<unknown, unknown>([
    [PaymentService, paymentReplay(past)],
    [UserService, userReplay(past)],
  ])
  return {
    ...{ clock, ids, random: systemRandom, log: silentLog, egress: createMemoryEgress({}) },
    ...{ slowCrypto: createSlowCrypto(), jobs: createMemoryJobs({ clock }) },
    outbox: createOutbox({ clock, ids }),
    client: (service) => (replays.get(service) as ReturnType<typeof client> | undefined) ?? client(service),
  } as Surroundings
}
