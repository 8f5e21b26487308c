import { parseArgs } from 'node:util'
import { type Backing, lackingFor, startBacking } from '../servers/backing.ts'
import { fetchKafka } from '../servers/kafka.ts'
import { fetchNacos } from '../servers/nacos.ts'
import { Refusal } from '../settings.ts'
import { aborted, listenForStop } from '../supervisor/stop.ts'
import { type On, topologies } from '../topologies.ts'

/**
 * `npm run servers [-- --on mysql|cloud | --fetch]`: starts the real servers of a topology, empty, and
 * prints how a process is told of them; Ctrl-C ends them and deletes what they held. `--fetch` only fetches
 * those that no Debian package brings.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { on: { type: 'string' }, fetch: { type: 'boolean' } } })
  if (values.fetch) {
    await Promise.all([fetchKafka(), fetchNacos()])
    return 0
  }
  const chosen: readonly On[] = values.on === undefined ? ['mysql', 'cloud'] : [onOf(values.on)]
  const lacking = new Set(chosen.flatMap(lackingFor))
  if (lacking.size > 0) throw new Refusal(`not on this machine: ${[...lacking].join(', ')}`)
  const asked = listenForStop()
  const backings: Backing[] = []
  try {
    for (const on of chosen) {
      asked.throwIfAborted()
      const backing = await startBacking(on)
      backings.push(backing)
      tell(on, backing)
    }
    console.log('\n  Ctrl-C ends them')
    await aborted(asked)
  } catch (error) {
    if (!asked.aborted) throw error
  } finally {
    await Promise.all(backings.map((backing) => backing.stop()))
  }
  return 0
}

function tell(on: On, { values }: Backing): void {
  console.log(`\n  ${on}`)
  for (const [key, value] of Object.entries(values))
    console.log(`  CANGQIONG_PLATFORM_${key.toUpperCase()}=${value}`)
}

function onOf(name: string): On {
  const found = topologies.find((each) => each === name)
  if (!found) throw new Refusal(`--on ${name}: it is one of ${topologies.join(', ')}.`)
  return found
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof Refusal ? error.message : error)
  process.exitCode = 2
}
