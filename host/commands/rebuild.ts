import { parseArgs } from 'node:util'
import { ReportService } from '#contracts/gen/cangqiong/report/v1/report_pb.js'
import { outsideContext, withContext } from '#kit/context.ts'
import { Fault } from '#kit/fault.ts'
import type { Running } from '../run.ts'
import { Refusal } from '../settings.ts'
import { withServices } from '../with-services.ts'

const usage = 'usage: npm run rebuild -- --data DIR [--platform FILE]'

/** Counts the reports of an installation anew, from its orders, refunds and customers. */
async function main(): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ options: { data: text, platform: text } })
  const { data: dataDir, platform } = values
  if (dataDir === undefined) throw new Refusal(usage)
  const events = await withServices({ dataDir, platform }, 'rebuild', rebuild)
  console.log(`the reports are rebuilt from ${events} events`)
  return 0
}

async function rebuild({ assembled }: Running): Promise<number> {
  const client = assembled.around.client(ReportService)
  const context = { ...outsideContext, by: { kind: 'system', id: 'rebuild' } } as const
  return withContext(context, async () => {
    let counted = 0
    for await (const { events } of client.rebuild({})) counted = events
    return counted
  })
}

try {
  process.exitCode = await main()
} catch (error) {
  const expected = error instanceof Refusal || error instanceof Fault
  console.error(expected ? error.message : error)
  process.exitCode = 2
}
