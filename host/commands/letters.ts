import { parseArgs } from 'node:util'
import { Fault } from '#kit/fault.ts'
import type { DeadLetters } from '#kit/messaging/dead-letters.ts'
import { listeners } from '../listeners.ts'
import { Refusal } from '../settings.ts'
import { withServices } from '../with-services.ts'

const usage = `usage: npm run letters -- --data DIR [--platform FILE]
         [list | replay SERVICE ID | discard SERVICE ID REASON]`
const shownMax = 100

/** Shows, applies again or gives up the messages that listeners of an installation could not apply. */
async function main(): Promise<number> {
  const text = { type: 'string' } as const
  const options = { data: text, platform: text }
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const [verb = 'list', service = '', id = '', reason = ''] = positionals
  const { data: dataDir, platform } = values
  if (dataDir === undefined || !isSound(verb, { service, id, reason })) throw new Refusal(usage)
  await withServices({ dataDir, platform }, 'letters', async ({ assembled }) => {
    for (const [name, letters] of assembled.deadLetters)
      if (verb === 'list' || name === service) await act(letters, { verb, name, id, reason })
  })
  return 0
}

interface Wish {
  readonly verb: string
  readonly name: string
  readonly id: string
  readonly reason: string
}

function isSound(verb: string, { service, id, reason }: Readonly<Record<string, string>>): boolean {
  if (verb === 'list') return true
  const known = service !== undefined && service in listeners && id !== ''
  return known && (verb === 'replay' || (verb === 'discard' && reason !== ''))
}

async function act(letters: DeadLetters, { verb, name, id, reason }: Wish): Promise<void> {
  if (verb === 'replay') await letters.replay(id)
  else if (verb === 'discard') await letters.discard(id, reason)
  const left = await letters.list(shownMax)
  console.log(`${name}: ${left.length} parked`)
  for (const { id: letterId, type, key, attempts, error } of left)
    console.log(`  ${letterId}  ${type} of ${key}, ${attempts} attempts: ${error.slice(0, 200)}`)
}

try {
  process.exitCode = await main()
} catch (error) {
  const expected = error instanceof Refusal || error instanceof Fault
  console.error(expected ? error.message : error)
  process.exitCode = 2
}
