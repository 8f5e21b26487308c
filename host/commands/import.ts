import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Fault } from '#kit/fault.ts'
import { refuseDemoData } from '../demo/marks.ts'
import { importInstallation } from '../import/import.ts'
import { printed } from '../import/print.ts'
import { Refusal } from '../settings.ts'
import { withServices } from '../with-services.ts'

const usage =
  'usage: npm run import -- --from mysql://USER:PASSWORD@HOST/sky_take_out|FILE.sql --data DIR ' +
  '[--images DIR] [--report FILE] [--platform FILE]'

/** Brings an existing sky_take_out over, as often as wanted; docs/import.md explains what it reports. */
async function main(): Promise<number> {
  const text = { type: 'string' } as const
  const options = { from: text, data: text, images: text, report: text, platform: text }
  const { from, data: dataDir, images, platform, report: file } = parseArgs({ options }).values
  if (from === undefined || dataDir === undefined) throw new Refusal(usage)
  refuseDemoData(dataDir)
  const plan = {
    from,
    dataDir,
    images,
    now: Date.now(),
    tell: (words: string) => console.log(`  ${words} …`),
  }
  const report = await withServices({ dataDir, platform }, 'import', (running) =>
    importInstallation(running, plan),
  )
  const reportFile = file ?? join(dataDir, 'import-report.json')
  writeFileSync(reportFile, `${JSON.stringify(report, null, 2)}\n`)
  console.log(printed(report))
  console.log(`\nThe whole report is in ${reportFile}`)
  return 0
}

try {
  process.exitCode = await main()
} catch (error) {
  const expected = error instanceof Refusal || error instanceof Fault
  console.error(expected ? error.message : error)
  process.exitCode = 2
}
