import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '../settings.ts'

/** What is remembered of a finished seed. */
export interface SeedFacts {
  readonly seed: number
  readonly orders: number
  /** The moment the seeded past ends, RFC 3339. */
  readonly at: string
}

const begunMark = (dataDir: string) => join(dataDir, 'seeding.json')
const doneMark = (dataDir: string) => join(dataDir, 'seeded.json')
const databasesOf = (dataDir: string) => join(dataDir, 'db')

/** Whether the folder holds the demo, complete. */
export function isSeeded(dataDir: string): boolean {
  return existsSync(doneMark(dataDir))
}

/** Clears what a seed that was cut off has left. Throws a Refusal where the folder holds anything else. */
export function beginSeed(dataDir: string): void {
  const databases = databasesOf(dataDir)
  const holdsData = existsSync(databases) && readdirSync(databases).length > 0
  if (holdsData && !existsSync(begunMark(dataDir)))
    throw new Refusal(
      `${dataDir} holds an installation that is not the demo; it stays as it is. ` +
        'Start it with DEMO=0, or choose another DATA_DIR for the demo.',
    )
  rmSync(databases, { recursive: true, force: true })
  mkdirSync(databases, { recursive: true })
  writeFileSync(begunMark(dataDir), '{}')
}

/** Everything written without waiting for the disk is made sure of; then the seed counts as complete. */
export function endSeed(dataDir: string, facts: SeedFacts): void {
  const databases = databasesOf(dataDir)
  for (const name of readdirSync(databases)) {
    const file = openSync(join(databases, name), 'r+')
    fsyncSync(file)
    closeSync(file)
  }
  writeFileSync(doneMark(dataDir), JSON.stringify(facts))
  rmSync(begunMark(dataDir))
}

/** Throws a Refusal where a real installation would begin with the demo and its printed passwords. */
export function refuseDemoData(dataDir: string): void {
  if (!isSeeded(dataDir) && !existsSync(begunMark(dataDir))) return
  throw new Refusal(
    `${dataDir} holds the demo, whose passwords everybody knows: it starts with DEMO=1 only. ` +
      'Choose another DATA_DIR for a real installation.',
  )
}
