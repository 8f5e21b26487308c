import type { TestContext } from 'node:test'
import { InventoryService, type StockItem } from '#contracts/gen/cangqiong/inventory/v1/inventory_pb.js'
import { PushService } from '#contracts/gen/cangqiong/push/v1/push_pb.js'
import { systemClock } from '#kit/clock.ts'
import { type Context, currentContext } from '#kit/context.ts'
import { Fault } from '#kit/fault.ts'
import { clientOf } from '#kit/rpc/client.ts'
import type { DispatchNeeds } from '#kit/rpc/dispatch.ts'
import type { Init } from '#kit/rpc/message.ts'
import type { Outcome } from '#kit/rpc/observe.ts'
import { type Handlers, type Served, serve, type Transport } from '#kit/rpc/service.ts'
import type { Log, LogFields } from '#kit/telemetry/log.ts'

/** One way to reach services. */
export interface RpcAdapter {
  connect(served: readonly Served[], needs: DispatchNeeds): Promise<RpcLink>
}

export interface RpcLink {
  readonly transport: Transport
  stop(): Promise<void>
}

export type Inventory = Handlers<typeof InventoryService>
export type Push = Handlers<typeof PushService>

type Settable<H> = { -readonly [K in keyof H]?: H[K] }

/** Two services, one behind the other: push calls inventory, each reached over the adapter under test. */
export async function buildWorld(t: TestContext, adapter: RpcAdapter) {
  const logged: LogFields[] = []
  const outcomes: Outcome[] = []
  const seen: Context[] = []
  const far: Settable<Inventory> = {}
  const near: Settable<Push> = {}
  const needs: DispatchNeeds = {
    clock: systemClock,
    log: recordingLog(logged),
    observe: () => (outcome) => void outcomes.push(outcome),
    freeze: true,
  }
  const toFar = await adapter.connect([serve(InventoryService, watched(far, seen) as Inventory)], needs)
  const toNear = await adapter.connect([serve(PushService, watched(near, seen) as Push)], needs)
  t.after(() => Promise.all([toNear.stop(), toFar.stop()]))
  return {
    far,
    near,
    logged,
    outcomes,
    /** The context of every handler that ran, in order. */
    seen,
    inventory: clientOf(InventoryService, toFar.transport),
    push: clientOf(PushService, toNear.transport),
  }
}

export type World = Awaited<ReturnType<typeof buildWorld>>

/** Handlers that are looked up when called, so that each test sets only those it needs. */
function watched<H extends object>(handlers: H, seen: Context[]): H {
  return new Proxy(handlers, {
    get(target, name) {
      return (request: unknown) => {
        seen.push(currentContext())
        return (target as Record<PropertyKey, (request: unknown) => unknown>)[name]?.(request)
      }
    },
  })
}

function recordingLog(lines: LogFields[]): Log {
  const ignore = () => undefined
  const log: Log = {
    debug: ignore,
    info: ignore,
    warn: ignore,
    error: (message, fields) => void lines.push({ message, ...fields }),
    with: () => log,
  }
  return log
}

/** A promise to be settled from outside. */
export function gate() {
  return Promise.withResolvers<void>()
}

/** How long a test waits for what must come, even on a busy machine. */
export const patienceMs = 5000

/** Fails after `ms`, so that a test that would hang says so. */
export function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return Promise.race([
    work,
    systemClock.sleep(ms).then(() => Promise.reject(new Error(`nothing came within ${ms} ms`))),
  ])
}

export const item = (reserved: number): Init<StockItem> => ({ shopId: '1', dishId: '2', reserved })

export const isFault = (kind: string, reason: string) => (thrown: unknown) =>
  thrown instanceof Fault && thrown.kind === kind && thrown.reason === reason
