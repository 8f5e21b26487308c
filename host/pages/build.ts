import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import vue from '@vitejs/plugin-vue'
import { build } from 'vite'
import { type App, apps } from '../../services/gateway/pages.ts'

const root = join(import.meta.dirname, '../..')
/** Pictures are compressed already. */
const packable = new Set(['.html', '.js', '.css', '.svg', '.json', '.webmanifest'])
const best = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }

/** Builds every app into a folder of its own below `folder`, each file with its compressed twins. */
async function buildPages(folder: string): Promise<void> {
  for (const app of Object.keys(apps) as App[]) await buildApp(app, join(folder, app))
  for (const path of globSync('**/*', { cwd: folder })) {
    if (!packable.has(extname(path))) continue
    const body = readFileSync(join(folder, path))
    writeFileSync(join(folder, `${path}.gz`), gzipSync(body, { level: 9 }))
    writeFileSync(join(folder, `${path}.br`), brotliCompressSync(body, best))
  }
}

async function buildApp(app: App, outDir: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    root: join(root, 'apps', app),
    base: `/${apps[app]}/`,
    plugins: [vue()],
    define: {
      __VUE_OPTIONS_API__: 'false',
      __VUE_I18N_FULL_INSTALL__: 'false',
      __VUE_I18N_LEGACY_API__: 'false',
      __INTLIFY_PROD_DEVTOOLS__: 'false',
    },
    build: {
      outDir,
      emptyOutDir: true,
      manifest: true,
      modulePreload: { polyfill: false },
      assetsInlineLimit: 2048,
    },
  })
}

/** A process of its own, so that a build leaves no memory behind. */
await buildPages(process.argv[2] ?? '')
