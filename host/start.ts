import { systemClock } from '#kit/clock.ts'
import { ConfigRefused } from '#kit/config/refused.ts'
import { Fault } from '#kit/fault.ts'
import { onSignals } from '#kit/lifecycle/signals.ts'
import { createLog } from '#kit/telemetry/pino.ts'
import { takeDataDir } from './data-dir.ts'
import { isSeeded, refuseDemoData } from './demo/marks.ts'
import { seedDemo } from './demo/seed.ts'
import { type Options, readOptions } from './options.ts'
import { ensurePages } from './pages/ensure.ts'
import { demoProfile } from './profiles/demo.ts'
import { type Running, run } from './run.ts'
import { Refusal } from './settings.ts'
import { ensureShop } from './shop.ts'
import { told } from './welcome.ts'

const demoSeed = 20_260_101
const demoDays = 30

/**
 * `npm start`: everything in this process; with `--services` a part of a platform that somebody supervises.
 */
async function start(): Promise<void> {
  const startedAt = performance.now()
  const options = readOptions(process.argv.slice(2), process.env)
  const log = createLog({ name: 'cangqiong', level: options.profile === 'production' ? 'info' : 'warn' })
  const exit = (code: number) => {
    try {
      log.flush()
    } finally {
      // Where whoever reads the log is gone, flushing throws.
      process.exit(code)
    }
  }
  let running: Running | undefined
  let starting: Promise<Running> | undefined
  const stop = async () => {
    await starting?.catch(() => undefined)
    return (await running?.stop()) ?? []
  }
  onSignals({ stop, exit, clock: systemClock, log })
  // Whoever supervises this process has gone, however that came.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  const dataDir = options.supervised ? null : takeDataDir(options.dataDir)
  if (options.profile !== 'test' && !options.supervised) await ensurePages((line) => console.log(`  ${line}`))
  if (options.profile === 'demo' && !options.supervised) await seedOnce(options)
  if (options.profile === 'production') refuseDemoData(options.dataDir)
  const onFatal = () => exit(1)
  starting = run(options, log, onFatal)
  running = await starting
  if (options.profile === 'production' && options.topology.here.includes('catalog'))
    await ensureShop(running.assembled)
  process.on('exit', () => dataDir?.release())
  if (options.profile !== 'test' && !options.supervised) console.log(told(options, running, startedAt))
  process.send?.({ ready: true, http: running.httpAddress() || null, isKnown: running.isKnown() })
}

/** The lively shop is made once; a seed that was cut off is made anew. */
async function seedOnce(options: Options): Promise<void> {
  if (isSeeded(options.dataDir)) return
  const begunAt = performance.now()
  const log = createLog({ name: 'seed', level: 'warn' })
  console.log(`  seeding the demo shop with a month of orders (seed ${demoSeed}) …`)
  const { dataDir } = options
  const now = Date.now()
  const { orders } = await seedDemo({
    dataDir,
    profile: demoProfile,
    seed: demoSeed,
    days: demoDays,
    now,
    log,
  })
  console.log(`  ${orders} orders in ${((performance.now() - begunAt) / 1000).toFixed(1)} s`)
}

try {
  await start()
} catch (error) {
  console.error(`cangqiong did not start: ${reasonOf(error)}`)
  process.exit(1)
}

/** What a person needs to know; the whole error where it is none of the expected ones. */
function reasonOf(error: unknown): unknown {
  if (error instanceof Refusal || error instanceof ConfigRefused || error instanceof Fault)
    return error.message
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    return 'the port is in use: another program listens there. Stop it, or choose another PORT.'
  return error
}
