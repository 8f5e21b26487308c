import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Options } from '../options.ts'
import { takeSecrets } from '../secrets.ts'
import { freePort } from '../servers/process.ts'
import { serviceNames } from '../services.ts'
import { Refusal } from '../settings.ts'
import { carriersOf, type On, type Slot, slotsOf } from '../topologies.ts'
import { type ChildPlan, type Supervised, startChild } from './child.ts'
import { createFront, noFront } from './front.ts'
import { createKeeper, type Keeper } from './keeper.ts'

/** A platform of child processes: one for all, one for each service, or several. */
export interface Platform {
  readonly on: On
  readonly url: string
  readonly wechatUrl: string
  readonly dataDir: string
  /** What its processes are called. */
  readonly names: readonly string[]
  process(name: string): Supervised
  /** Starts a process that was killed or stopped, on the same data. */
  restart(name: string): Promise<void>
  /**
   * Replaces the processes of a service one by one, each by a new one that is ready before the old one stops.
   * Throws a Refusal where the service can have only one process at a time.
   */
  roll(service: string): Promise<void>
  stop(): Promise<void>
}

export interface PlatformPlan {
  readonly dataDir: string
  readonly on: On
  readonly profile: Options['profile']
  /** Where its carriers are, as values of the section `platform`. */
  readonly carriers?: Readonly<Record<string, unknown>>
  /** Where people reach it; a free port unless told. */
  readonly port?: number
  /** A file of configuration values by service. */
  readonly configFile?: string
  /** Whether rpcs can be held up by stalls.json in the data folder; only in the profile `test`. */
  readonly stalls?: boolean
  /** Whether a process that dies is started again by itself. */
  readonly keeps?: boolean
  /** Where log lines go; inherited unless told otherwise. */
  readonly output?: ChildPlan['output']
  readonly env?: Readonly<Record<string, string>>
  /** Gives up while it starts. */
  readonly signal?: AbortSignal
}

/** Starts a platform as child processes and waits until all of it is ready; where one fails, none stays. */
export async function supervise(plan: PlatformPlan): Promise<Platform> {
  const ground = await layGround(plan)
  const slots = slotsOf(plan.on)
  const gateways = slots.filter(({ runs }) => runs === 'gateway')
  const front = ground.hasFront ? createFront(ground.port) : noFront
  const keeper = createKeeper({ start, restarts: plan.keeps ?? false, onChange: shiftIfGateway })

  /** Whoever comes back comes back where it was, so that those who cannot ask the registry find it. */
  async function start(slot: Slot, { isBeside, signal }: { isBeside: boolean; signal: AbortSignal }) {
    const before = keeper.find(slot.name)?.listen ?? ground.addresses.get(slot.name)
    const listen = isBeside || before === undefined ? `127.0.0.1:${await freePort()}` : before
    return startChild({ ...childOf(plan, ground, slot, listen), signal })
  }

  async function shiftIfGateway({ runs }: Slot): Promise<void> {
    if (runs !== 'gateway') return
    const addresses = gateways.map(({ name }) => keeper.find(name)?.http ?? null)
    await front.shift(addresses.filter((address) => address !== null))
  }

  async function stop(): Promise<void> {
    await front.stop()
    await keeper.stop()
  }

  const giveUp = () => void keeper.stop()
  plan.signal?.addEventListener('abort', giveUp)
  try {
    await openAll(keeper, slots)
  } catch (error) {
    await stop()
    throw error
  } finally {
    plan.signal?.removeEventListener('abort', giveUp)
  }
  return {
    on: plan.on,
    url: ground.url,
    wechatUrl: `http://127.0.0.1:${ground.wechatPort}`,
    dataDir: ground.dataDir,
    names: slots.map(({ name }) => name),
    process: (name) => keeper.get(name),
    restart: (name) => keeper.open(slotOf(slots, name)),
    roll: (service) => roll(keeper, plan.on, service),
    stop,
  }
}

/**
 * The outside world writes the credentials that the others read, and the gateways greet only when all are
 * there.
 */
async function openAll(keeper: Keeper, slots: readonly Slot[]): Promise<void> {
  const [first, ...others] = slots
  if (first) await keeper.open(first)
  const [gateways, behind] = [
    others.filter(({ runs }) => runs === 'gateway'),
    others.filter(({ runs }) => runs !== 'gateway'),
  ]
  await Promise.all(behind.map((slot) => keeper.open(slot)))
  for (const gateway of gateways) await keeper.open(gateway)
}

function slotOf(slots: readonly Slot[], name: string): Slot {
  const slot = slots.find((each) => each.name === name)
  if (!slot) throw new Error(`no process is called ${name}`)
  return slot
}

async function roll(keeper: Keeper, on: On, service: string): Promise<void> {
  mayRoll(on, service)
  for (const slot of slotsOf(on).filter(({ runs }) => runs === service)) await keeper.replace(slot)
}

function mayRoll(on: On, service: string): void {
  if (!serviceNames.includes(service))
    throw new Refusal(`there is no service ${service}; there are ${serviceNames.join(', ')}.`)
  if (carriersOf[on].storage === 'sqlite')
    throw new Refusal(
      'on SQLite a service has one process, which cannot be replaced while it runs: rolling needs MySQL.',
    )
}

/** What all processes of a platform have in common. */
interface Ground {
  readonly dataDir: string
  readonly port: number
  readonly url: string
  readonly wechatPort: number
  /** The file of `--platform`. */
  readonly platformFile: string
  /** Whether something stands before the gateways. */
  readonly hasFront: boolean
  /** Where the first process of each slot answers gRPC. */
  readonly addresses: ReadonlyMap<string, string>
}

async function layGround(plan: PlatformPlan): Promise<Ground> {
  const dataDir = resolve(plan.dataDir)
  mkdirSync(join(dataDir, 'db'), { recursive: true, mode: 0o700 })
  takeSecrets(dataDir)
  const port = plan.port ?? (await freePort())
  const wechatPort = await freePort()
  const url = `http://127.0.0.1:${port}`
  const addresses = await addressesOf(plan.on)
  const platformFile = join(dataDir, 'platform.json')
  const lameDuckMs = carriersOf[plan.on].storage === 'sqlite' ? 0 : 1500
  const values = {
    ...plan.carriers,
    addresses: byService(plan.on, addresses),
    wechatPort,
    publicUrl: url,
    lameDuckMs,
  }
  writeFileSync(platformFile, JSON.stringify(values, null, 2), { mode: 0o600 })
  const hasFront = slotsOf(plan.on).filter(({ runs }) => runs === 'gateway').length > 1
  return { dataDir, port, url, wechatPort, platformFile, hasFront, addresses }
}

async function addressesOf(on: On): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const { name } of slotsOf(on)) found.set(name, `127.0.0.1:${await freePort()}`)
  return found
}

/** For discovery `static`, which is told once and for all; elsewhere a registry tells. */
function byService(on: On, addresses: ReadonlyMap<string, string>): Record<string, readonly string[]> {
  if (carriersOf[on].discovery !== 'static') return {}
  const slots = Map.groupBy(slotsOf(on), ({ runs }) => runs)
  const of = (all: readonly Slot[]) => all.map(({ name }) => addresses.get(name) ?? '')
  return Object.fromEntries([...slots].map(([service, all]) => [service, of(all)]))
}

function childOf(plan: PlatformPlan, ground: Ground, slot: Slot, listen: string): Omit<ChildPlan, 'signal'> {
  const wire = plan.on === 'direct' || plan.on === 'codec' ? plan.on : 'grpc'
  const args = ['--wire', wire, '--platform', ground.platformFile, '--profile', plan.profile]
  if (wire === 'grpc') args.push('--listen', listen)
  if (slot.runs !== 'all') args.push('--services', slot.runs)
  if (plan.configFile !== undefined) args.push('--config', plan.configFile)
  if (plan.stalls) args.push('--stalls', join(ground.dataDir, 'stalls.json'))
  const places = {
    HOST: '127.0.0.1',
    PORT: ground.hasFront ? '0' : String(ground.port),
    DATA_DIR: ground.dataDir,
    ...(ground.hasFront ? { CANGQIONG_GATEWAY_TRUSTED_HOPS: '1' } : {}),
  }
  const env = { ...process.env, ...plan.env, ...places }
  return { name: slot.name, listen, args, env, output: plan.output ?? 'inherit' }
}
