import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type CachedBody, cachedBody } from './cached-body.ts'
import { escapeHtml } from './page.ts'
import { noBody, noParams, noQuery, type Route, route } from './route.ts'

const require = createRequire(import.meta.url)

/** Swagger UI from local files, behind the same chain as everything else. */
export function docsRoutes(title: string): readonly Route[] {
  const shipped = (file: string) => () => readFileSync(require.resolve(`swagger-ui-dist/${file}`))
  return [
    fileRoute('getDocs', '/docs', 'text/html; charset=utf-8', () => Buffer.from(pageOf(title))),
    fileRoute('getDocsStart', '/docs/start.js', 'text/javascript', () => Buffer.from(startScript)),
    fileRoute('getDocsStyle', '/docs/swagger-ui.css', 'text/css', shipped('swagger-ui.css')),
    fileRoute(
      'getDocsScript',
      '/docs/swagger-ui-bundle.js',
      'text/javascript',
      shipped('swagger-ui-bundle.js'),
    ),
  ]
}

// Swagger UI writes style attributes and draws its icons as data.
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

const startOptions = { url: '/v1/openapi.json', dom_id: '#docs', deepLinking: true, tryItOutEnabled: true }
const startScript = `SwaggerUIBundle(${JSON.stringify(startOptions)})\n`

function pageOf(title: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<div id="docs"></div>
<script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script>
</html>
`
}

/** A file read when it is first asked for and kept. */
function fileRoute(name: string, path: `/${string}`, contentType: string, read: () => Buffer): Route {
  let kept: CachedBody | undefined
  const load = () => {
    kept ??= keep(read(), contentType)
    return kept
  }
  return route({
    ...{ name, path, summary: 'Interactive documentation', tag: 'system', method: 'GET' },
    ...{ audience: 'public', ownership: 'none', params: noParams, query: noQuery, body: noBody },
    ...{ replies: { 200: { media: contentType } }, rateClass: 'page', idempotency: 'none', audit: false },
    cached: load,
    handler: async () => load(),
  })
}

function keep(body: Buffer, contentType: string): CachedBody {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  const headers = { 'Content-Security-Policy': policy, 'Referrer-Policy': 'no-referrer' }
  return cachedBody({ etag, body, contentType, cacheControl: 'no-cache', headers })
}
