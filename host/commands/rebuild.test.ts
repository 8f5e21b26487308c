import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { ReportService } from '#contracts/gen/cangqiong/report/v1/report_pb.js'
import { outsideContext, withContext } from '#kit/context.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { seedDemo } from '../demo/seed.ts'
import { demoProfile } from '../profiles/demo.ts'
import { withServices } from '../with-services.ts'

/** The seeded past ends now: no deadline passes while the test looks. */
const now = Date.now()
const dayAt = (instant: number) => new Date(instant).toISOString().slice(0, 10)
const dayMs = 86_400_000
const dataDir = mkdtempSync(join(tmpdir(), 'rebuild-'))
before(() => seedDemo({ dataDir, profile: demoProfile, seed: 1, days: 4, now, log: silentLog }))
after(() => rmSync(dataDir, { recursive: true }))

function readReports() {
  const context = { ...outsideContext, by: { kind: 'system', id: 'test' } } as const
  return withServices({ dataDir }, 'test', ({ assembled }) =>
    withContext(context, async () => {
      const report = assembled.around.client(ReportService)
      const period = { shopId: '1', from: dayAt(now - 7 * dayMs), to: dayAt(now + dayMs) }
      return {
        turnover: await report.getTurnover(period),
        users: await report.getUsers(period),
        orders: await report.getOrders(period),
        items: await report.getTopItems(period),
        categories: await report.getCategories(period),
        hours: await report.getHours(period),
        channels: await report.getChannels(period),
      }
    }),
  )
}

const rebuild = (...args: readonly string[]) =>
  execFileSync(process.execPath, [join(import.meta.dirname, 'rebuild.ts'), ...args], {
    encoding: 'utf8',
    stdio: 'pipe',
  })

test('one command rebuilds the reports of an installation: every figure is what it was', async () => {
  const built = await readReports()
  const sold = built.turnover.days.reduce((sum, { orders }) => sum + orders, 0)
  assert.ok(sold > 10 && built.items.items.length === 10, `${sold} orders`)
  assert.match(rebuild('--data', dataDir), /rebuilt from [1-9]\d{2,} events/)
  assert.deepEqual(await readReports(), built)
})

test('where there is no installation the command says so', () => {
  assert.throws(() => rebuild('--data', join(dataDir, 'nowhere')), /is no installation/)
  assert.throws(() => rebuild(), /usage: npm run rebuild/)
})
