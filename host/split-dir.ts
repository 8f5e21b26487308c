import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DataDir, takeDataDir } from './data-dir.ts'
import { Refusal } from './settings.ts'
import { type On, topologies } from './topologies.ts'

/** Where a split platform lives unless it is told otherwise. */
export const splitDir = (on: string) => join('data', `split-${on}`)

/** Says that a folder belongs to a split platform, and to which. */
const markOf = (dataDir: string) => join(dataDir, 'split.json')
const kept: ReadonlySet<string> = new Set(['split.json', 'running.lock'])

/** Takes a folder for a split platform: a new one, or one of its own. Throws a Refusal for any other. */
export function takeSplitDir(dataDir: string, on: On): DataDir {
  const isNew = !existsSync(dataDir) || readdirSync(dataDir).length === 0
  if (!isNew && topologyOf(dataDir) !== on)
    throw new Refusal(
      `${dataDir} holds something else, which stays as it is: choose another --data for a split on ${on}.`,
    )
  const taken = takeDataDir(dataDir)
  writeFileSync(markOf(dataDir), JSON.stringify({ on }))
  return taken
}

/** What the split platform of a folder runs on; undefined where the folder is no such thing. */
export function topologyOf(dataDir: string): On | undefined {
  if (!existsSync(markOf(dataDir))) return undefined
  const { on } = JSON.parse(readFileSync(markOf(dataDir), 'utf8'))
  return topologies.find((each) => each === on)
}

/** Removes all that an earlier run has left in a folder that was taken. */
export function clearSplitDir(dataDir: string): void {
  for (const name of readdirSync(dataDir))
    if (!kept.has(name)) rmSync(join(dataDir, name), { recursive: true })
}
