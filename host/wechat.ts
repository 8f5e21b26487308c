import type { Clock } from '#kit/clock.ts'
import type { Random } from '#kit/random.ts'
import type { Log } from '#kit/telemetry/log.ts'
import { createWechatSimulator, type WechatSimulator } from '../simulators/wechat/simulator.ts'
import { databasePath } from './data-dir.ts'
import { merchantOf, writeMerchant } from './merchant.ts'

export interface WechatPlan {
  readonly dataDir: string
  /** 0: any free port. */
  readonly port: number
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly pauseScale?: number
}

/** Starts the simulated outside world and leaves its credentials where a merchant would put the real ones. */
export async function startWechat(plan: WechatPlan): Promise<WechatSimulator> {
  const { dataDir, ...rest } = plan
  const dataFile = databasePath(dataDir, 'wechat')
  const simulator = createWechatSimulator({ ...rest, dataFile, host: '127.0.0.1' })
  await simulator.start()
  writeMerchant(dataDir, merchantOf(simulator))
  return simulator
}
