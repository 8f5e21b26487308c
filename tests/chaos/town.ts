import type { Platform } from '../../host/supervisor/platform.ts'
import { openStage } from '../journeys/stage.ts'
import type { Draw } from './draw.ts'
import { createLedger, type Ledger } from './ledger.ts'
import type { Doors } from './visitor.ts'

/** Where people order: a shop with something to sell, and what has been promised to them. */
export interface Town extends Doors {
  readonly shopId: string
  readonly dishIds: readonly string[]
  readonly ledger: Ledger
  readonly draw: Draw
}

const endless = 4
/** Few enough to run out while orders go on. */
const scarce = [15, 40]

export async function found(
  { url, wechatUrl, dataDir }: Platform,
  draw: Draw,
  ended: AbortSignal,
): Promise<Town> {
  const stage = await openStage({ url, wechatUrl, dataDir })
  const dishIds: string[] = []
  for (let made = 0; made < endless; made++) dishIds.push(await stage.newDish(1500 + 100 * made))
  for (const stock of scarce) dishIds.push(await stage.newDish(2500, stock))
  return { url, trouble: new Map(), ended, shopId: stage.shopId, dishIds, ledger: createLedger(), draw }
}
