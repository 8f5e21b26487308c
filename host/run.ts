import { isIPv6 } from 'node:net'
import { join } from 'node:path'
import { systemClock } from '#kit/clock.ts'
import { loadConfig } from '#kit/config/load.ts'
import { systemRandom } from '#kit/random.ts'
import { createGrpcServer } from '#kit/rpc/grpc-server.ts'
import type { Log } from '#kit/telemetry/log.ts'
import type { WechatSimulator } from '../simulators/wechat/simulator.ts'
import { type Assembled, assemble } from './assemble.ts'
import { databasePath } from './data-dir.ts'
import { addGateway } from './gateway.ts'
import { type Merchant, noMerchant, readMerchant } from './merchant.ts'
import type { Options } from './options.ts'
import { type PlatformConfig, platformConfig, readPlatformFile } from './platform-config.ts'
import { demoProfile } from './profiles/demo.ts'
import { productionProfile } from './profiles/production.ts'
import type { Ground, Profile } from './profiles/profile.ts'
import { testProfile } from './profiles/test.ts'
import { createRegistered, type Registered } from './registered.ts'
import { readSecrets, type Secrets, takeSecrets } from './secrets.ts'
import { startWechat } from './wechat.ts'

/** A process of the platform that is up. */
export interface Running {
  readonly assembled: Assembled
  /** Where people reach it; empty where the gateway runs elsewhere. */
  httpAddress(): string
  /** The simulated outside world; empty where it does not run here. */
  wechatAddress(): string
  /** Whether others can find it now; true where there is nothing to be found in. */
  isKnown(): boolean
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
  const platform = readPlatform(options)
  const wechat = options.wechat ? await startWorld(options, platform.wechatPort, log) : null
  const secrets = secretsOf(options)
  const merchant: Merchant = readMerchant(dataDir) ?? noMerchant(secrets)
  const publicUrl = platform.publicUrl ?? `http://127.0.0.1:${options.port}`
  const profile = profileOf[options.profile]({ secrets, merchant, publicUrl })
  const assembled = await assemble({
    topology,
    platform,
    profile,
    merchant,
    clock,
    random,
    log,
    database: (name) => databasePath(dataDir, name),
    env: process.env,
    configFile: options.configFile,
    lastGoodFile: join(dataDir, 'last-configuration.json'),
    stallsFile: options.stallsFile,
    onFatal,
  })
  const { lifecycle } = assembled
  const registered = topology.wire === 'grpc' ? addGrpc(options, platform, assembled) : null
  const gateway = topology.here.includes('gateway')
    ? await addGateway(options, { ...profile.services.gateway, lameDuckMs: platform.lameDuckMs }, assembled)
    : null
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
    isKnown: () => registered?.isKnown() ?? true,
    async stop() {
      const errors = await lifecycle.stop()
      await wechat?.stop()
      return errors
    },
  }
}

/** What carries the platform: the file's values, and above them those of the environment. */
function readPlatform({ platformFile }: Options): PlatformConfig {
  const profile = platformFile === undefined ? {} : readPlatformFile(platformFile)
  return loadConfig({ schema: platformConfig, prefix: 'platform', profile, env: process.env }).current
}

/** One of several processes of a real installation finds them made: secrets of its own would fit nobody's. */
function secretsOf({ dataDir, profile, supervised }: Options): Secrets {
  return profile === 'production' && supervised ? readSecrets(dataDir) : takeSecrets(dataDir)
}

/** The simulated outside world; it is in a hurry in tests, and helpful in the demo. */
function startWorld({ dataDir, profile }: Options, port: number, log: Log): Promise<WechatSimulator> {
  const pauseScale = profile === 'test' ? 0.02 : 1
  const appPays = profile === 'demo'
  const outside = { clock: systemClock, random: systemRandom, log }
  return startWechat({ ...outside, dataDir, port, pauseScale, appPays })
}

/** A process of a split platform answers over gRPC and is registered while it does. */
function addGrpc(
  { listen, advertise, topology }: Options,
  platform: PlatformConfig,
  assembled: Assembled,
): Registered {
  const { lifecycle, served, around, adapters, id } = assembled
  const [host = '', port] = [listen.slice(0, listen.lastIndexOf(':')), Number(listen.split(':').at(-1))]
  const ready = async () => (await lifecycle.ready()).ok
  const { zone, release: version, lameDuckMs } = platform
  const server = createGrpcServer({ ...around, ready, served: () => served, host, port, lameDuckMs })
  lifecycle.add(server)
  const instance = () => ({
    id,
    address: advertise === undefined ? server.address() : callable(advertise, server.address()),
    zone,
    version,
    weight: 100,
    state: 'ready' as const,
  })
  const { discovery } = adapters
  const registered = createRegistered({ discovery, services: topology.here, instance })
  lifecycle.add(registered)
  return registered
}

/** The port something listens on, at the host that others reach it by. */
function callable(host: string, listening: string): string {
  const port = listening.slice(listening.lastIndexOf(':'))
  return (isIPv6(host) ? `[${host}]` : host) + port
}
