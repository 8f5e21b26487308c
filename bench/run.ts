import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Bench, Row } from './bench.ts'
import { grpcUnary } from './grpc-unary.ts'
import { historyIndex } from './history-index.ts'
import { menuRead } from './menu-read.ts'
import { rpcDirect } from './rpc-direct.ts'
import { submitDurable } from './submit-durable.ts'

const benches: readonly Bench[] = [menuRead, rpcDirect, grpcUnary, submitDurable, historyIndex]
const results = join(import.meta.dirname, 'results')

/** `npm run bench [-- --only NAME --seconds N]`: prints a table and writes bench/results/latest.json. */
async function main(): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ options: { only: text, seconds: text } })
  const seconds = Number(values.seconds ?? '4')
  const chosen = benches.filter(({ name }) => values.only === undefined || name === values.only)
  if (chosen.length === 0 || !(seconds > 0)) {
    console.error(`usage: npm run bench [-- --only ${benches.map(({ name }) => name).join('|')} --seconds N]`)
    return 2
  }
  const rows: Row[] = []
  for (const bench of chosen) {
    console.log(`${bench.name}: ${bench.says}`)
    const measured = await bench.run(seconds)
    for (const row of measured) console.log(`  ${lineOf(row)}`)
    rows.push(...measured)
  }
  const whole = { commit: commitNow(), date: new Date().toISOString(), machine: machine(), rows }
  mkdirSync(results, { recursive: true })
  if (values.only === undefined)
    writeFileSync(join(results, 'latest.json'), `${JSON.stringify(whole, null, 2)}\n`)
  return 0
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
