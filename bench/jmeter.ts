import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram, runToEnd } from '../host/servers/process.ts'
import { type Bench, figure, type Row } from './bench.ts'
import { type Crowd, gather } from './crowd/people.ts'
import { jmeterHome } from './jmeter/home.ts'
import { samplesOf } from './jmeter/samples.ts'
import { percentile } from './load.ts'
import { openPlatform, portOf } from './platform.ts'

const plan = join(import.meta.dirname, 'jmeter', 'lunch-peak.jmx')
const customers = 1000
const threads = Number(process.env.THREADS ?? '32')
const thinkMs = Number(process.env.THINK_MS ?? '0')

/** The lunch peak once more, by a generator that is not ours; a closed loop. */
export const jmeter: Bench = {
  name: 'jmeter',
  says: `the mix of lunch-peak on mysql, by Apache JMeter with ${threads} threads`,
  alone: { seconds: 15 },
  async run(seconds) {
    const home = await jmeterHome()
    const folder = mkdtempSync(join(tmpdir(), 'bench-jmeter-'))
    const { platform, close } = await openPlatform('mysql')
    try {
      const port = portOf(platform.url)
      writeFileSync(join(folder, 'people.csv'), csvOf(await gather(port, customers)))
      await runJmeter(home, folder, { port, seconds, threads, thinkMs })
      return rowsOf(readFileSync(join(folder, 'out.jtl'), 'utf8'))
    } finally {
      await close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

/** A line for each customer, with whom he meets and what he likes. */
function csvOf({ customers, staff, portions }: Crowd): string {
  const lines = customers.map(({ token, addressId }, n) => {
    const { dishId, quantity, amountFen } = portions[n % portions.length] ?? {}
    return [token, addressId, staff[n % staff.length], dishId, quantity, amountFen].join(',')
  })
  return `token,addressId,staff,dishId,quantity,amountFen\n${lines.join('\n')}\n`
}

/** Saves only what is read, so that no text can be mistaken for a column. */
const saved = ['response_message', 'thread_name', 'data_type', 'assertion_results_failure_message', 'url']

async function runJmeter(
  home: string,
  folder: string,
  properties: Readonly<Record<string, number>>,
): Promise<void> {
  const java = findProgram('java')
  if (!java) throw new Error('Java is not installed: apt-get install openjdk-17-jdk-headless')
  await runToEnd(java, [
    ...['-Xms128m', '-Xmx384m', '-XX:+UseSerialGC', '-Djava.awt.headless=true'],
    ...['-jar', join(home, 'bin', 'ApacheJMeter.jar'), '-n', '-t', plan],
    ...['-l', join(folder, 'out.jtl'), '-j', join(folder, 'jmeter.log')],
    // Its door for remote stops stands open to every interface.
    '-Jjmeterengine.nongui.port=0',
    `-Jpeople=${join(folder, 'people.csv')}`,
    ...Object.entries(properties).map(([name, value]) => `-J${name}=${value}`),
    ...saved.map((column) => `-Jjmeter.save.saveservice.${column}=false`),
  ])
}

/** JMeter ends with 0 even where nothing was answered, so its samples are counted here. */
function rowsOf(jtl: string): readonly Row[] {
  const samples = samplesOf(jtl)
  if (samples.length === 0) throw new Error('JMeter has sent nothing')
  const failed = samples.filter(({ success }) => !success)
  const begunAt = samples.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY)
  const endedAt = samples.reduce((most, { at, tookMs }) => Math.max(most, at + tookMs), 0)
  const kinds = Map.groupBy(samples, ({ kind }) => kind)
  const failures = Map.groupBy(failed, ({ kind, status }) => `${kind} ${status}`)
  return [
    figure('jmeter requests', samples.length / ((endedAt - begunAt) / 1000), 'requests/s'),
    { ...figure('jmeter errors', failed.length, 'requests'), goal: '0', mustBe: 0 },
    ...[...failures].map(([what, all]) => figure(`jmeter error ${what}`, all.length, 'requests')),
    ...[...kinds].flatMap(([kind, all]) => {
      const took = all.map(({ tookMs }) => tookMs)
      return [
        figure(`jmeter ${kind}`, all.length, 'answers'),
        ...[50, 95, 99].map((share) =>
          figure(`jmeter ${kind} p${share}`, percentile(took, share / 100), 'ms'),
        ),
      ]
    }),
  ]
}
