import type { Platform } from '../host/supervisor/platform.ts'
import type { On } from '../host/topologies.ts'
import { type Bench, figure, type Row } from './bench.ts'
import { figuresOf } from './crowd/figures.ts'
import { type Measured, measure } from './crowd/measure.ts'
import type { PeakPlan } from './crowd/peak.ts'
import { type Crowd, gather } from './crowd/people.ts'
import { answersOf } from './crowd/tally.ts'
import { openPlatform, portOf } from './platform.ts'

const seed = Number(process.env.SEED ?? '1')
const customers = 1000
/** Until the hot code is compiled, in every process. */
const warmSeconds = 6
/** Few for what the platform can do; many, so that in the open loop nobody waits for a connection. */
const connections = { closed: 32, open: 128 }
/** How much of what it can do it is asked for in the open loop. */
const openShare = 0.5

export const lunchPeakDirect = lunchPeak('direct')
export const lunchPeakMysql = lunchPeak('mysql')

/** Lunch: as much of the mix as goes, and then half of that, whether or not the others are served. */
function lunchPeak(on: On): Bench {
  return {
    name: `lunch-peak-${on}`,
    says: `menu, categories, history, cart and submit, staff search on ${on}: all it can, then half of that`,
    alone: { seconds: 15 },
    async run(seconds) {
      const { platform, close } = await openPlatform(on)
      try {
        const crowd = await gather(portOf(platform.url), customers)
        await runPeak(platform, crowd, { seconds: warmSeconds, perSecond: null })
        const closed = await runPeak(platform, crowd, { seconds, perSecond: null })
        const perSecond = wishesPerSecond(closed) * openShare
        const open = await runPeak(platform, crowd, { seconds, perSecond })
        return [...rowsOf(`${on} closed`, closed), ...rowsOf(`${on} open`, open)]
      } finally {
        await close()
      }
    },
  }
}

function runPeak(
  platform: Platform,
  crowd: Crowd,
  { seconds, perSecond }: Pick<PeakPlan, 'seconds' | 'perSecond'>,
): Promise<Measured> {
  const { closed, open } = connections
  const plan: PeakPlan = {
    ...{ port: portOf(platform.url), crowd, seconds, perSecond, seed },
    connections: perSecond === null ? closed : open,
  }
  return measure(platform, 'peak.ts', plan)
}

/** A cart with its submit is one. */
function wishesPerSecond({ report }: Measured): number {
  return (answersOf(report) - (report.latenciesMs.submit?.length ?? 0)) / report.seconds
}

function rowsOf(load: string, { report, cpu, settledAfterMs }: Measured): readonly Row[] {
  return [...figuresOf(load, report, cpu), figure(`${load} settled after`, settledAfterMs, 'ms')]
}
