import { spawnSync } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'

const root = join(import.meta.dirname, '../..')
const contractsDir = join(root, 'contracts')
const binDir = join(root, 'node_modules/.bin')

/** What every contract must still be compatible with, relative to contracts/. */
export const image = 'image.binpb'

export interface BufRun {
  readonly ok: boolean
  /** What it said, on either stream. */
  readonly said: string
}

/** Runs buf in contracts/; its plugins run on this very Node. */
export function buf(...args: readonly string[]): BufRun {
  const PATH = [dirname(process.execPath), binDir, process.env.PATH].join(delimiter)
  const { status, stdout, stderr, error } = spawnSync(join(binDir, 'buf'), args, {
    cwd: contractsDir,
    env: { ...process.env, PATH },
    encoding: 'utf8',
  })
  return { ok: status === 0, said: error === undefined ? `${stdout}${stderr}` : String(error) }
}

/** Checks and formats the contracts, then makes contracts/gen. `--bless` makes them the compatible ones. */
function main(): void {
  const { values } = parseArgs({ options: { bless: { type: 'boolean', default: false } } })
  step('lint', 'lint')
  step('format', 'format', '--write')
  if (values.bless) step('bless', 'build', '--exclude-source-info', '--output', image)
  else step('breaking', 'breaking', '--against', image)
  step('generate', 'generate')
}

function step(name: string, ...args: readonly string[]): void {
  const { ok, said } = buf(...args)
  console.log(`${ok ? 'ok    ' : 'failed'} ${name}`)
  if (ok) return
  console.error(said.trimEnd())
  process.exit(1)
}

if (import.meta.main) main()
