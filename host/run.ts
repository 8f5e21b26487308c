import { systemClock } from '#kit/clock.ts'
import { systemRandom } from '#kit/random.ts'
import { createGrpcServer } from '#kit/rpc/grpc-server.ts'
import type { Log } from '#kit/telemetry/log.ts'
import { type Assembled, assemble } from './assemble.ts'
import { databasePath } from './data-dir.ts'
import { addGateway } from './gateway.ts'
import { type Merchant, noMerchant, readMerchant } from './merchant.ts'
import type { Options } from './options.ts'
import { demoProfile } from './profiles/demo.ts'
import { productionProfile } from './profiles/production.ts'
import type { Ground, Profile } from './profiles/profile.ts'
import { testProfile } from './profiles/test.ts'
import { takeSecrets } from './secrets.ts'
import { startWechat } from './wechat.ts'

/** A process of the platform that is up. */
export interface Running {
  readonly assembled: Assembled
  /** Where people reach it; empty where the gateway runs elsewhere. */
  httpAddress(): string
  /** The simulated outside world; empty where it does not run here. */
  wechatAddress(): string
  stop(): Promise<readonly Error[]>
}

const profileOf: Readonly<Record<Options['profile'], (ground: Ground) => Profile>> = {
  demo: demoProfile,
  production: productionProfile,
  test: testProfile,
}

/** Starts what the options name in this process, the outside world first and the gateway last. */
export async function run(options: Options, log: Log, onFatal: () => void): Promise<Running> {
  const clock = systemClock
  const random = systemRandom
  const { dataDir, topology } = options
  const port = portIn(topology.addresses.wechat)
  const pauseScale = options.profile === 'test' ? 0.02 : 1
  const wechat = options.wechat ? await startWechat({ dataDir, port, clock, random, log, pauseScale }) : null
  const secrets = takeSecrets(dataDir)
  const merchant: Merchant = readMerchant(dataDir) ?? noMerchant(secrets)
  const publicUrl = topology.addresses.http ?? `http://127.0.0.1:${options.port}`
  const profile = profileOf[options.profile]({ secrets, merchant, publicUrl })
  const assembled = await assemble({
    topology,
    profile,
    merchant,
    clock,
    random,
    log,
    database: (name) => databasePath(dataDir, name),
    env: process.env,
    ...(options.configFile === undefined ? {} : { configFile: options.configFile }),
    stallsFile: options.stallsFile,
    onFatal,
  })
  const { lifecycle } = assembled
  if (topology.wire === 'grpc') addGrpc(options, assembled, log)
  const gateway = topology.here.includes('gateway') ? await addGateway(options, profile, assembled) : null
  try {
    await lifecycle.start()
  } catch (error) {
    await wechat?.stop()
    throw error
  }
  return {
    assembled,
    httpAddress: () => gateway?.address() ?? '',
    wechatAddress: () => wechat?.address() ?? '',
    async stop() {
      const errors = await lifecycle.stop()
      await wechat?.stop()
      return errors
    },
  }
}

/** Every process of a split platform answers at the address that the others know it by. */
function addGrpc(options: Options, { lifecycle, served }: Assembled, log: Log): void {
  const { here, addresses } = options.topology
  const own = here.map((name) => addresses[name]).find((address) => address !== undefined)
  if (own === undefined) return
  const ready = async () => (await lifecycle.ready()).ok
  const needs = { clock: systemClock, random: systemRandom, log, ready }
  lifecycle.add(createGrpcServer({ ...needs, served: () => served, host: '127.0.0.1', port: portIn(own) }))
}

const portIn = (address: string | undefined) => Number(address?.split(':').at(-1) ?? 0)
