import { parseArgs } from 'node:util'
import { Refusal } from '../settings.ts'
import { splitDir } from '../split-dir.ts'
import { order } from '../supervisor/control.ts'

const usage =
  'usage: npm run roll -- SERVICE [--on mysql|cloud] [--data DIR]; npm run split must run, on mysql or cloud'

/** Replaces the processes of a service one by one while everybody goes on ordering. */
async function main(): Promise<number> {
  const text = { type: 'string' } as const
  const { values, positionals } = parseArgs({ options: { data: text, on: text }, allowPositionals: true })
  const [service] = positionals
  if (service === undefined || positionals.length > 1) throw new Refusal(usage)
  console.log(await order(values.data ?? splitDir(values.on ?? 'mysql'), 'roll', service))
  return 0
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof Refusal ? error.message : error)
  process.exitCode = 2
}
