import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { InventoryService } from '#contracts/gen/cangqiong/inventory/v1/inventory_pb.js'
import { systemClock } from '../clock.ts'
import { Fault } from '../fault.ts'
import { clientOf } from './client.ts'
import { grpcTransport } from './grpc-client.ts'

/** An instance that can be killed, frozen and drained without its doing. */
export interface Instance {
  readonly address: string
  /** What it says of itself. */
  readonly name: string
  readonly child: ChildProcess
  /** Asks it to drain; resolves once it has exited. */
  leave(): Promise<void>
}

export async function startInstance(t: TestContext, lameDuckMs = 0): Promise<Instance> {
  const entry = join(import.meta.dirname, 'grpc-child.fixture.ts')
  const child = spawn(process.execPath, [entry, String(lameDuckMs)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  t.after(() => child.kill('SIGKILL'))
  const exited = once(child, 'exit')
  const [address] = (await once(child, 'message')) as [string]
  return {
    address,
    name: String(child.pid),
    child,
    async leave() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

/** A client of a fleet whose list of addresses changes under its hands. */
export function createFleet(t: TestContext) {
  let list: readonly string[] = []
  const transport = grpcTransport({ addresses: () => list, clock: systemClock })
  t.after(() => transport.stop())
  const inventory = clientOf(InventoryService, transport)
  return {
    inventory,
    set(instances: readonly { readonly address: string }[]) {
      list = instances.map(({ address }) => address)
    },
    /** Asks until each of these, and nobody else, has answered twenty calls; tells how long it took. */
    async settlesOn(instances: readonly Instance[], boundMs: number): Promise<number> {
      const wanted = instances.map(({ name }) => name).sort()
      const began = systemClock.now()
      for (;;) {
        const found = await namesOf(async () => (await inventory.listStock({})).items[0]?.shopId ?? '')
        if (found.join() === wanted.join()) return systemClock.now() - began
        if (systemClock.now() - began > boundMs) throw new Error(`${found} answered instead of ${wanted}`)
      }
    },
  }
}

async function namesOf(ask: () => Promise<string>): Promise<readonly string[]> {
  const names = new Set<string>()
  for (let n = 0; n < 20; n++) {
    names.add(await ask().catch((fault: Fault) => fault.reason))
  }
  return [...names].sort()
}

/** Calls without a pause from several loops until it is stopped; keeps every fault. */
export function load(t: TestContext, loops: number, call: () => Promise<unknown>) {
  const faults: Fault[] = []
  let made = 0
  let stopped = false
  async function loop(): Promise<void> {
    while (!stopped) {
      made += 1
      await call().catch((thrown) => {
        if (!(thrown instanceof Fault)) throw thrown
        faults.push(thrown)
      })
    }
  }
  t.after(() => {
    stopped = true
  })
  const running = Promise.all(Array.from({ length: loops }, loop))
  return {
    faults,
    made: () => made,
    async stop() {
      stopped = true
      await running
    },
  }
}
