import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Plant } from './plant.ts'

const run = promisify(execFile)
const testBoundMs = 120_000

/** What a test said: `absent` where it did not run, as in a file that does not load. */
export type Verdict = 'passed' | 'failed' | 'absent'

/** A copy of the project in which defects may be planted. */
export interface Ground {
  try(plant: Pick<Plant, 'testFile' | 'test' | 'env'>): Promise<Verdict>
  plant(plant: Plant): Promise<void>
  restore(plant: Plant): Promise<void>
  remove(): Promise<void>
}

/** Copies what git knows or would take, with the packages linked; the project itself is never touched. */
export async function createGround(root: string): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'cangqiong-plants-'))
  const listing = ['ls-files', '--cached', '--others', '--exclude-standard', '-z']
  const { stdout } = await run('git', listing, { cwd: root, maxBuffer: 64 * 1024 * 1024 })
  // What was deleted and not committed is still listed.
  const paths = stdout.split('\0').filter((path) => path !== '' && existsSync(join(root, path)))
  for (const path of paths) await cp(join(root, path), join(folder, path))
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  return {
    try: (plant) => verdictOf(folder, plant),
    plant: async ({ file, find, replace }) => {
      const [before, after, ...more] = (await readFile(join(root, file), 'utf8')).split(find)
      if (before === undefined || after === undefined || more.length > 0)
        throw new Error(`not exactly once in ${file}: ${find}`)
      await writeFile(join(folder, file), before + replace + after)
    },
    restore: ({ file }) => cp(join(root, file), join(folder, file)),
    remove: () => rm(folder, { recursive: true }),
  }
}

async function verdictOf(
  folder: string,
  { testFile, test, env }: Pick<Plant, 'testFile' | 'test' | 'env'>,
): Promise<Verdict> {
  const pattern = `--test-name-pattern=^${escaped(test)}$`
  const args = ['--disable-warning=ExperimentalWarning', '--test', '--test-reporter=tap', pattern, testFile]
  const told = { env: { ...process.env, ...env } }
  const options = { cwd: folder, timeout: testBoundMs, maxBuffer: 64 * 1024 * 1024, ...told }
  const said = await run(process.execPath, args, options).then(
    ({ stdout }) => stdout,
    (ended: { stdout?: string }) => ended.stdout ?? '',
  )
  return verdictIn(said, test)
}

/** By the test's own lines: a file that does not load fails under the file's name. */
function verdictIn(tap: string, test: string): Verdict {
  const name = escaped(test)
  if (new RegExp(`^\\s*not ok \\d+ - ${name}$`, 'm').test(tap)) return 'failed'
  return new RegExp(`^\\s*ok \\d+ - ${name}$`, 'm').test(tap) ? 'passed' : 'absent'
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
