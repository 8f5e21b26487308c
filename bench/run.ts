import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { amongOrders } from './among-orders.ts'
import type { Bench, Row } from './bench.ts'
import { customers } from './customers.ts'
import { grpcUnary } from './grpc-unary.ts'
import { historyIndex } from './history-index.ts'
import { jmeter } from './jmeter.ts'
import { lunchPeakDirect, lunchPeakMysql } from './lunch-peak.ts'
import { menuRead } from './menu-read.ts'
import { rpcDirect } from './rpc-direct.ts'
import { submitDurable } from './submit-durable.ts'

const together: readonly Bench[] = [menuRead, rpcDirect, grpcUnary, submitDurable, historyIndex]
const alone: readonly Bench[] = [lunchPeakDirect, lunchPeakMysql, customers, jmeter, amongOrders]
const benches = [...together, ...alone]
const results = join(import.meta.dirname, 'results')
const secondsOfMost = 4

/**
 * `npm run bench [-- --only NAME --seconds N]`: prints a table and writes bench/results/latest.json, or
 * <name>.json for those that run alone. Exit 1 where a figure is not what it must be.
 */
async function main(): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ options: { only: text, seconds: text } })
  const seconds = values.seconds === undefined ? undefined : Number(values.seconds)
  const chosen = values.only === undefined ? together : benches.filter(({ name }) => name === values.only)
  if (chosen.length === 0 || (seconds !== undefined && !(seconds > 0))) {
    console.error(`usage: npm run bench [-- --only ${benches.map(({ name }) => name).join('|')} --seconds N]`)
    return 2
  }
  const [busyBefore] = loadavg()
  const rows: Row[] = []
  for (const { name, says, alone, run } of chosen) {
    console.log(`${name}: ${says}`)
    const measured = await run(seconds ?? alone?.seconds ?? secondsOfMost)
    for (const row of measured) console.log(`  ${lineOf(row)}`)
    rows.push(...measured)
  }
  const when = { commit: commitNow(), date: new Date().toISOString() }
  keep(chosen, { ...when, machine: machine(), loadAverageBefore: busyBefore, rows })
  return rows.every(({ value, mustBe }) => mustBe === undefined || value === mustBe) ? 0 : 1
}

/** One of those that run together is kept only where all of them ran. */
function keep(chosen: readonly Bench[], whole: object): void {
  const [first] = chosen
  const name = first?.alone ? first.name : chosen === together ? 'latest' : null
  if (name === null) return
  mkdirSync(results, { recursive: true })
  writeFileSync(join(results, `${name}.json`), `${JSON.stringify(whole, null, 2)}\n`)
}

function lineOf({ name, value, unit, baseline, ratio, goal }: Row): string {
  const columns = [`${name.padEnd(34)} ${String(round(value)).padStart(10)} ${unit.padEnd(16)}`]
  if (baseline !== null) columns.push(`baseline ${round(baseline)}`)
  if (ratio !== null) columns.push(`ratio ${round(ratio)}`)
  if (goal !== undefined) columns.push(`goal ${goal}`)
  return columns.join('   ')
}

const round = (value: number) => Number(value.toPrecision(4))

function commitNow(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  } catch {
    return 'unknown'
  }
}

function machine(): string {
  const processors = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`
  return `${processors}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`
}

process.exitCode = await main()
