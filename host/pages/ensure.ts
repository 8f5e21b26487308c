import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { pagesFolder } from './read.ts'

const root = join(import.meta.dirname, '../..')
const sources = ['apps/**/*', 'host/pages/build.ts', 'services/gateway/pages.ts', 'package-lock.json']
const marker = 'sources'

/** What the sources are now, in few characters. */
function hashOfSources(): string {
  const hash = createHash('sha256')
  const files = globSync(sources, { cwd: root }).filter((path) => statSync(join(root, path)).isFile())
  for (const path of files.sort()) hash.update(`${path}\n`).update(readFileSync(join(root, path)))
  return hash.digest('hex')
}

function isBuilt(wanted: string): boolean {
  const built = join(pagesFolder, marker)
  return existsSync(built) && readFileSync(built, 'utf8') === wanted
}

/** Builds the pages where their sources changed since, and there are some; `tell` hears of it. */
export async function ensurePages(tell: (line: string) => void): Promise<void> {
  if (!existsSync(join(root, 'apps'))) return
  const wanted = hashOfSources()
  if (isBuilt(wanted)) return
  const begunAt = performance.now()
  tell('building the pages (only when they changed) …')
  const draft = `${pagesFolder}.${process.pid}`
  const builder = join(import.meta.dirname, 'build.ts')
  await promisify(execFile)(process.execPath, [builder, draft], { cwd: root })
  writeFileSync(join(draft, marker), wanted)
  // Somebody beside us may have built the same meanwhile, and serve it already.
  if (isBuilt(wanted)) return rmSync(draft, { recursive: true })
  rmSync(pagesFolder, { recursive: true, force: true })
  renameSync(draft, pagesFolder)
  tell(`built the pages in ${((performance.now() - begunAt) / 1000).toFixed(1)} s`)
}
