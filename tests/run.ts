import { parseArgs } from 'node:util'
import { interrupted, stopWhenAsked } from './parts/interruption.ts'
import { type Outcome, sum, withoutSkips } from './parts/outcome.ts'
import { type Part, parts } from './parts/parts.ts'
import { atOnce, inTurns } from './parts/turns.ts'

/** npm test [-- --only PART … | --list]: runs the tests; the last line is `N passed, N failed`. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { only: { type: 'string', multiple: true }, list: { type: 'boolean', default: false } },
  })
  const present = parts.filter((part) => part.exists())
  if (values.list) {
    for (const { name } of present) console.log(name)
    return 0
  }
  const unknown = values.only?.filter((name) => !present.some((part) => part.name === name)) ?? []
  if (unknown.length > 0) {
    console.error(`No such part: ${unknown.join(', ')}. Parts: ${present.map(({ name }) => name).join(', ')}`)
    return 2
  }
  const chosen = present.filter(({ name }) => values.only?.includes(name) ?? true)
  stopWhenAsked()
  const total = await runAll(chosen)
  console.log(`${total.passed} passed, ${total.failures.length} failed`)
  const isGood = total.passed > 0 && total.failures.length === 0 && !interrupted.aborted
  return isGood ? 0 : 1
}

async function runAll(chosen: readonly Part[]): Promise<Outcome> {
  const outcomes: Outcome[] = []
  for (const group of besideEachOther(chosen))
    await inTurns(group, atOnce, async (part) => {
      const startedAt = performance.now()
      const outcome = await part.run()
      const judged = process.env.REQUIRE_SERVERS === '1' ? withoutSkips(outcome) : outcome
      outcomes.push(judged)
      tell(part.name, judged, (performance.now() - startedAt) / 1000)
    })
  return sum(outcomes)
}

/** The parts in their order; those that leave each other room are together. */
function besideEachOther(chosen: readonly Part[]): readonly (readonly Part[])[] {
  const groups: Part[][] = []
  let previous: Part | undefined
  for (const part of chosen) {
    if (!previous || previous.isAlone || part.isAlone) groups.push([])
    groups.at(-1)?.push(part)
    previous = part
  }
  return groups
}

function tell(name: string, { passed, failures, skips, notes }: Outcome, seconds: number): void {
  for (const note of notes) console.log(`  ${note}`)
  for (const failure of failures) console.log(`✖ ${failure.name}\n${indented(failure.report)}`)
  for (const skip of skips) console.log(`- skipped: ${skip.name}: ${skip.reason}`)
  const counts = `${passed} passed, ${failures.length} failed, ${skips.length} skipped`
  console.log(`${name.padEnd(12)} ${counts.padEnd(36)} ${seconds.toFixed(1).padStart(6)} s`)
}

function indented(text: string): string {
  return text.trimEnd().replace(/^/gm, '    ')
}

process.exitCode = await main()
