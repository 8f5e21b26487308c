import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findProgram } from '../../host/servers/process.ts'
import { root } from '../parts/program.ts'

const run = promisify(execFile)
const made = join(root, '.cache', 'deploy')
const buildWithinMs = 4 * 60_000
const bytesMax = 16 * 1024 * 1024

/** Says in words what the lint of deployment files needs and is not here; undefined where all is. */
export function lacking(...programs: readonly string[]): string | undefined {
  const missing = programs.filter((program) => findProgram(program) === undefined)
  if (missing.length === 0 || process.env.REQUIRE_SERVERS === '1') return undefined
  return `needs ${missing.join(' and ')}`
}

/** What the files come to, as docker compose reads them. Throws with its words where it refuses them. */
export async function renderCompose(files: readonly string[]): Promise<unknown> {
  return rendered('compose', ...files)
}

/** The objects of a folder, as `kubectl apply -k` sends them. Throws with its words where it refuses them. */
export async function renderKubernetes(folder: string): Promise<unknown> {
  return rendered('kubernetes', folder)
}

async function rendered(...args: readonly string[]): Promise<unknown> {
  const { stdout } = await run(await renderer(), args, { maxBuffer: bytesMax })
  return JSON.parse(stdout)
}

/** What a Kubernetes of that version does not understand in the files, a line each; empty if all is well. */
export async function complaintsOf(files: readonly string[], version = '1.34'): Promise<string> {
  const args = ['--strict', '--quiet', '-k', version, ...files]
  const ending = run(await validator(), args, { maxBuffer: bytesMax })
  const { stdout, stderr } = await ending.catch((error) => error)
  // A kind that it has no schema for is only a warning to it, and means that nothing was checked.
  return `${stdout}${stderr}`.trim()
}

/** Built from Go modules of exactly these versions, once. */
function renderer(): Promise<string> {
  const folder = join(import.meta.dirname, 'render')
  const sources = ['main.go', 'go.mod', 'go.sum'].map((name) => readFileSync(join(folder, name), 'utf8'))
  return once('render', sources.join('\0'), async (file) => {
    // It runs for a moment, so that it is built without optimisation, which is what takes the time.
    const flags = ['-mod=readonly', '-trimpath', '-buildvcs=false', '-gcflags=all=-N -l', '-ldflags', '-s -w']
    const env = { ...process.env, CGO_ENABLED: '0' }
    await run('go', ['build', ...flags, '-o', file, '.'], { cwd: folder, env, timeout: buildWithinMs })
  })
}

/** The schemas of all versions of Kubernetes come with it. */
async function validator(): Promise<string> {
  const packages = ['kubernetes-validate==1.37.0']
  const folder = await once('validate', packages.join(), async (place) => {
    await run('python3', ['-m', 'venv', place], { timeout: buildWithinMs })
    await run(join(place, 'bin', 'pip'), ['install', '--quiet', ...packages], { timeout: buildWithinMs })
  })
  return join(folder, 'bin', 'kubernetes-validate')
}

/** Makes something in a place of its own; whoever finds it there finds it whole. */
async function once(name: string, from: string, make: (place: string) => Promise<void>): Promise<string> {
  const place = join(made, `${name}-${createHash('sha256').update(from).digest('hex').slice(0, 16)}`)
  const done = `${place}.done`
  if (existsSync(done)) return place
  mkdirSync(made, { recursive: true })
  rmSync(place, { recursive: true, force: true })
  await make(place)
  mkdirSync(`${done}.${process.pid}`)
  renameSync(`${done}.${process.pid}`, done)
  return place
}
