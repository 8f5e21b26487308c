import { parseArgs } from 'node:util'
import { createLog } from '#kit/telemetry/pino.ts'
import { isSeeded } from '../demo/marks.ts'
import { seedDemo } from '../demo/seed.ts'
import { moveToMysql } from '../move/move.ts'
import { demoProfile } from '../profiles/demo.ts'
import { type Backing, keepBackingUp, lackingFor, serversOf, startBacking } from '../servers/backing.ts'
import { Refusal } from '../settings.ts'
import { clearSplitDir, splitDir, takeSplitDir } from '../split-dir.ts'
import { obey } from '../supervisor/control.ts'
import { printLines } from '../supervisor/output.ts'
import { type Platform, supervise } from '../supervisor/platform.ts'
import { aborted, listenForStop } from '../supervisor/stop.ts'
import { type On, topologies } from '../topologies.ts'

const splits = topologies.filter((on) => on !== 'direct' && on !== 'codec')
const seedOfDemo = 20_260_101

/**
 * `npm run split [-- --on grpc|mysql|cloud] [--data DIR] [--port N] [--days N]`: the demo as one process per
 * service on real servers that are started for it, watched over until Ctrl-C; `npm run roll -- order`
 * replaces a service's processes meanwhile.
 */
async function main(): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ options: { on: text, data: text, port: text, days: text } })
  const on = onOf(values.on ?? 'mysql')
  const lacking = lackingFor(on)
  if (lacking.length > 0) throw new Refusal(`not on this machine: ${lacking.join(', ')}`)
  const dataDir = values.data ?? splitDir(on)
  const taken = takeSplitDir(dataDir, on)
  const asked = listenForStop()
  try {
    const [port, days] = [Number(values.port ?? '8080'), Number(values.days ?? '30')]
    await runSplit({ dataDir, on, port, days, asked })
  } catch (error) {
    if (!asked.aborted) throw error
  } finally {
    taken.release()
  }
  return 0
}

interface Split {
  readonly dataDir: string
  readonly on: On
  readonly port: number
  readonly days: number
  /** Aborted when it is to stop. */
  readonly asked: AbortSignal
}

/** Until it is asked to stop; whatever was started by then is stopped in the opposite order. */
async function runSplit({ dataDir, on, port, days, asked }: Split): Promise<void> {
  const servers = serversOf(on)
  if (servers.length > 0) console.log(`  starting ${servers.join(', ')} …`)
  const backing = await startBacking(on)
  const keeping = keepBackingUp(backing, on)
  try {
    asked.throwIfAborted()
    await furnish(dataDir, backing, days)
    const { values: carriers } = backing
    const running = { dataDir, on, carriers, port, keeps: true, output: printLines, signal: asked }
    const platform = await supervise({ ...running, profile: 'demo' })
    await serve(platform, asked).finally(() => platform.stop())
  } finally {
    keeping.letGo()
    await backing.stop()
  }
}

function onOf(name: string): On {
  const found = splits.find((each) => each === name)
  if (!found) throw new Refusal(`--on ${name}: it is one of ${splits.join(', ')}.`)
  return found
}

/**
 * The demo's month is played on SQLite, where that takes seconds, and then moved to where it is to live.
 * Fresh servers get a fresh month.
 */
async function furnish(dataDir: string, { values }: Backing, days: number): Promise<void> {
  if (isSeeded(dataDir) && values.storage === undefined) return
  clearSplitDir(dataDir)
  console.log(`  making the demo shop with ${days} days of orders …`)
  const log = createLog({ name: 'seed', level: 'warn' })
  await seedDemo({ dataDir, profile: demoProfile, seed: seedOfDemo, days, now: Date.now(), log })
  if (values.storage !== undefined) await moveToMysql({ dataDir, url: values.storage, prefix: 'cangqiong' })
}

async function serve(platform: Platform, asked: AbortSignal): Promise<void> {
  const control = await obey(platform.dataDir, {
    async roll(service) {
      const begunAt = performance.now()
      await platform.roll(service)
      return `${service} rolled in ${((performance.now() - begunAt) / 1000).toFixed(1)} s`
    },
    status: async () => statusOf(platform),
  })
  console.log(`\n${statusOf(platform)}\n\n  start page  ${platform.url}/\n  Ctrl-C stops all of it\n`)
  await aborted(asked)
  await control.stop()
}

function statusOf(platform: Platform): string {
  return platform.names.map((name) => `  ${name.padEnd(12)} pid ${platform.process(name).pid}`).join('\n')
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof Refusal ? error.message : error)
  process.exitCode = 2
}
