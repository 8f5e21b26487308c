import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Plant } from './plant.ts'

const run = promisify(execFile)
const testBoundMs = 120_000

/** What a test said: how many of its name passed and failed. */
export interface Verdict {
  readonly passed: number
  readonly failed: number
}

/** A copy of the project in which defects may be planted. */
export interface Ground {
  try(plant: Pick<Plant, 'testFile' | 'test'>): Promise<Verdict>
  plant(plant: Plant): Promise<void>
  restore(plant: Plant): Promise<void>
  remove(): Promise<void>
}

/** Copies what git knows or would take, with the packages linked; the project itself is never touched. */
export async function createGround(root: string): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'cangqiong-plants-'))
  const listing = ['ls-files', '--cached', '--others', '--exclude-standard', '-z']
  const { stdout } = await run('git', listing, { cwd: root, maxBuffer: 64 * 1024 * 1024 })
  for (const path of stdout.split('\0').filter(Boolean)) await cp(join(root, path), join(folder, path))
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  return {
    try: (plant) => verdictOf(folder, plant),
    plant: async ({ file, find, replace }) => {
      const sound = await readFile(join(root, file), 'utf8')
      await writeFile(
        join(folder, file),
        sound.replace(find, () => replace),
      )
    },
    restore: ({ file }) => cp(join(root, file), join(folder, file)),
    remove: () => rm(folder, { recursive: true }),
  }
}

async function verdictOf(
  folder: string,
  { testFile, test }: Pick<Plant, 'testFile' | 'test'>,
): Promise<Verdict> {
  const pattern = `--test-name-pattern=^${escaped(test)}$`
  const args = ['--disable-warning=ExperimentalWarning', '--test', '--test-reporter=tap', pattern, testFile]
  const options = { cwd: folder, timeout: testBoundMs, maxBuffer: 64 * 1024 * 1024 }
  const said = await run(process.execPath, args, options).then(
    ({ stdout }) => stdout,
    (ended: { stdout?: string }) => ended.stdout ?? '',
  )
  return { passed: counted(said, 'pass'), failed: counted(said, 'fail') }
}

function counted(tap: string, what: string): number {
  return Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(tap)?.[1] ?? 0)
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
