import { parseArgs } from 'node:util'
import { createSend } from '../demo/api.ts'
import { tellStory } from '../demo/story.ts'

/**
 * `npm run demo -- --url http://127.0.0.1:8080`: one order from login to completed, through the API like
 * anybody else.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { url: { type: 'string', default: 'http://127.0.0.1:8080' } } })
  const begunAt = performance.now()
  try {
    const { number, amountFen, lines } = await tellStory(createSend(values.url), timed)
    console.log(`\n  order ${number}: ${(amountFen / 100).toFixed(2)} yuan, ${lines[0]?.name}`)
    console.log(`\n  completed in ${((performance.now() - begunAt) / 1000).toFixed(1)} s`)
    return 0
  } catch (error) {
    console.error(`\n  the demo stopped: ${error instanceof Error ? error.message : error}`)
    console.error('  Is the demo running there? npm start, then npm run demo -- --url http://127.0.0.1:8080')
    return 1
  }
}

/** Prints a step and how long it took. */
async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const begunAt = performance.now()
  const result = await work()
  console.log(`  ${name.padEnd(44)} ${Math.round(performance.now() - begunAt)} ms`)
  return result
}

process.exitCode = await main()
