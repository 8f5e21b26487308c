import type { Clock } from '#kit/clock.ts'
import type { Random } from '#kit/random.ts'
import type { Log } from '#kit/telemetry/log.ts'
import { createWechatSimulator, type WechatSimulator } from '../simulators/wechat/simulator.ts'
import { databasePath } from './data-dir.ts'
import { merchantOf, readMerchant, writeMerchant } from './merchant.ts'

export interface WechatPlan {
  readonly dataDir: string
  /** 0: any free port. */
  readonly port: number
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly pauseScale?: number
  readonly appPays?: boolean
}

/** Starts the simulated outside world and leaves its credentials where a merchant would put the real ones. */
export async function startWechat(plan: WechatPlan): Promise<WechatSimulator> {
  const { dataDir } = plan
  const simulator = (await startAgain(plan)) ?? createAt(plan, plan.port)
  await simulator.start()
  writeMerchant(dataDir, merchantOf(simulator))
  return simulator
}

function createAt({ dataDir, ...rest }: WechatPlan, port: number): WechatSimulator {
  return createWechatSimulator({
    ...rest,
    port,
    dataFile: databasePath(dataDir, 'wechat'),
    host: '127.0.0.1',
  })
}

/**
 * Where it ran before, because customers hold links to its cashier; null where that is taken or was never.
 */
async function startAgain(plan: WechatPlan): Promise<WechatSimulator | null> {
  const before = readMerchant(plan.dataDir)
  if (plan.port !== 0 || before === null) return null
  const simulator = createAt(plan, Number(new URL(before.payUrl).port))
  try {
    await simulator.start()
    return simulator
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return null
    throw error
  }
}
