import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ReportService } from '#contracts/gen/cangqiong/report/v1/report_pb.js'
import { outsideContext, withContext } from '#kit/context.ts'
import type { Running } from '../run.ts'
import { Refusal } from '../settings.ts'
import { ensureShop } from '../shop.ts'
import { keepImages } from './images.ts'
import { createLedger, type ImportReport, type Ledger } from './ledger.ts'
import { readDump } from './sources/dump.ts'
import { readLive } from './sources/live.ts'
import { fillStage, type Stage } from './stage.ts'
import { writeCategories } from './writes/categories.ts'
import { writeDishes, writeSetMeals } from './writes/items.ts'
import { writeOrders } from './writes/orders.ts'
import { leaveCarts, writeAddresses, writeCustomers, writeEmployees } from './writes/people.ts'
import type { Writing } from './writes/writing.ts'

export interface ImportPlan {
  /** `mysql://user:password@host:port/database`, or a dump's file. */
  readonly from: string
  readonly dataDir: string
  /** A folder of pictures under the names that their old addresses end in. */
  readonly images?: string | undefined
  readonly now: number
  tell(words: string): void
}

const system = { ...outsideContext, by: { kind: 'system', id: 'import' } } as const

/**
 * Brings an old installation over: everything once, however often it is called and wherever it was cut off
 * before. Throws a Refusal, with nothing changed, where the source is none.
 */
export async function importInstallation(running: Running, plan: ImportPlan): Promise<ImportReport> {
  const ledger = createLedger()
  const isLive = plan.from.startsWith('mysql://')
  if (!isLive && !existsSync(plan.from)) throw new Refusal(`there is no file ${plan.from}`)
  const source = isLive ? readLive(plan.from) : readDump(plan.from)
  const stage = await fillStage(join(plan.dataDir, 'import-rows.sqlite'), source, ledger)
  try {
    plan.tell(`read ${foundIn(ledger)} rows`)
    return await withContext(system, () => writeAll(running, plan, stage, ledger))
  } finally {
    stage.close()
  }
}

/** Throws where there is nothing of an old installation. */
function foundIn(ledger: Ledger): number {
  const found = ledger.rowsFound()
  if (found === 0) throw new Refusal('nothing there is a row of a sky_take_out database')
  return found
}

async function writeAll(
  running: Running,
  plan: ImportPlan,
  stage: Stage,
  ledger: Ledger,
): Promise<ImportReport> {
  const { client } = running.assembled.around
  await ensureShop(running.assembled)
  const images = await keepImages(client, plan.images)
  const known = { categories: new Map(), dishes: new Map(), setMeals: new Map(), customers: new Map() }
  const writing: Writing = { client, stage, ledger, images, shopId: '1', now: plan.now, ...known }
  const wasCutOff = begin(plan.dataDir)
  await writeCategories(writing)
  await writeDishes(writing)
  await writeSetMeals(writing)
  await writeEmployees(writing)
  await writeCustomers(writing)
  await writeAddresses(writing)
  leaveCarts(writing)
  await writeOrders(writing, (rows) => rows % 20_000 === 0 && plan.tell(`looked at ${rows} orders`))
  const report = ledger.report()
  if (wasCutOff || report.tables.some(({ imported }) => imported > 0)) await countAnew(running, plan)
  end(plan.dataDir)
  return report
}

/** The reports are told of nothing while orders come in; they count all of it at the end. */
async function countAnew({ assembled }: Running, plan: ImportPlan): Promise<void> {
  plan.tell('counting the reports anew')
  for await (const _ of assembled.around.client(ReportService).rebuild({}));
}

const markOf = (dataDir: string) => join(dataDir, 'importing.json')

/** Whether an earlier import was cut off before its end. */
function begin(dataDir: string): boolean {
  const wasCutOff = existsSync(markOf(dataDir))
  writeFileSync(markOf(dataDir), '{}')
  return wasCutOff
}

function end(dataDir: string): void {
  rmSync(markOf(dataDir))
}
