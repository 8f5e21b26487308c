import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { type AnswerFile, builtFile } from '#kit/http/built-file.ts'
import type { Pages } from '../../services/gateway/pages.ts'

/** Where the pages are built to and served from. */
export const pagesFolder = join(import.meta.dirname, '../../.cache/pages')

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
}

/** All files of the built pages, read at once: a build that replaces them later changes nothing here. */
export function readPages(folder = pagesFolder): Pages {
  const names = globSync('*/**/*', { cwd: folder }).filter((name) => types[extname(name)])
  const files = new Map(names.map((name) => [name, fileAt(folder, name)]))
  return { find: (app, path) => files.get(join(app, path)) }
}

function fileAt(folder: string, name: string): AnswerFile {
  const read = (ending: string) => {
    const path = join(folder, name + ending)
    return existsSync(path) ? readFileSync(path) : undefined
  }
  const body = readFileSync(join(folder, name))
  const [gzip, br] = [read('.gz'), read('.br')]
  return builtFile({
    contentType: types[extname(name)] ?? '',
    hash: createHash('sha256').update(body).digest('base64url').slice(0, 22),
    isImmutable: name.includes('/assets/'),
    body,
    ...(gzip && { gzip }),
    ...(br && { br }),
  })
}
