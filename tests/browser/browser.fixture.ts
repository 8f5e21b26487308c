import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { ensurePages } from '../../host/pages/ensure.ts'
import { type Installation, install } from '../installation.ts'
import { openStage, type Stage as People } from '../journeys/stage.ts'
import { type Line, layLine } from './line.ts'

const program = '/usr/bin/chromium'
const isThere = existsSync(program)

/** Why these tests cannot run here, or false. */
export const skip =
  isThere || process.env.REQUIRE_SERVERS === '1'
    ? false
    : 'Chromium is not installed (apt-get install chromium)'

/** Where pictures of the screens are kept for people to look at. */
const artefacts = join(import.meta.dirname, 'artefacts')

const flags = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

/** The whole platform with a shop in it, and a browser before it. */
export interface Stage {
  /** As the browsers reach it: through the line. */
  readonly url: string
  readonly line: Line
  readonly installation: Installation
  /** Customers and staff who use the API beside the pages. */
  readonly people: People
  /** A phone of its own: storage, size and language. */
  phone(language?: string): Promise<Visit>
  /** A desk of its own. */
  desk(language?: string): Promise<Visit>
  close(): Promise<void>
}

/** One person's browser. */
export interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  /** What went wrong in the page so far, and every request it sent to another host. */
  readonly troubles: readonly string[]
}

/** `values`: what its services are told besides, by service. */
export async function createStage(values: object = {}): Promise<Stage> {
  await ensurePages(() => undefined)
  const folder = mkdtempSync(join(tmpdir(), 'cangqiong-values-'))
  const configFile = join(folder, 'config.json')
  writeFileSync(configFile, JSON.stringify(values))
  const installation = await install('direct', { configFile })
  const browser = await chromium.launch({ executablePath: program, args: flags })
  const line = await layLine(installation.platform.url)
  const { url } = line
  const people = await openStage(installation.platform)
  const open = (width: number, height: number, language: string) =>
    visit(browser, url, { viewport: { width, height }, locale: language, hasTouch: width < 600 })
  return {
    url,
    line,
    installation,
    people,
    phone: (language = 'zh-CN') => open(390, 844, language),
    desk: (language = 'zh-CN') => open(1280, 800, language),
    async close() {
      await browser.close()
      await line.cut()
      await installation.close()
      rmSync(folder, { recursive: true })
    },
  }
}

async function visit(
  browser: Browser,
  url: string,
  options: Parameters<Browser['newContext']>[0],
): Promise<Visit> {
  const context = await browser.newContext({ ...options, baseURL: url, timezoneId: 'Asia/Shanghai' })
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`))
  page.on('console', (message) => message.type() === 'error' && troubles.push(`console: ${message.text()}`))
  page.on('request', (request) => {
    const isOwn = /^(data|blob):/.test(request.url()) || request.url().startsWith(url)
    if (!isOwn) troubles.push(`foreign: ${request.url()}`)
  })
  return { page, context, troubles }
}

/** Keeps a picture of what is on the screen. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(artefacts, { recursive: true })
  await page.screenshot({ path: join(artefacts, `${name}.png`) })
}

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** What fades in or out is judged when it has: half of it there, nothing has contrast. */
const stillness = `Promise.allSettled(
  document.getAnimations()
    .filter(({ effect }) => Number.isFinite(effect.getComputedTiming().endTime))
    .map(({ finished }) => finished))
  .then(() => undefined)`

/** Fails on whatever keeps somebody from using the page, from moderate upwards. */
export async function assertAccessible(page: Page, what: string): Promise<void> {
  // What is half faded in has the colours of nobody.
  await page.evaluate(`Promise.allSettled(document.getAnimations()
    .filter(({ effect }) => effect.getTiming().iterations !== Infinity)
    .map(({ finished }) => finished)).then(() => undefined)`)
  // The policy of the pages lets nothing foreign run; what is evaluated from outside is not of the page.
  await page.evaluate(readFileSync(axe, 'utf8'))
  await page.evaluate(stillness)
  const found = await page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: axe puts itself into the page
    const { violations } = await (globalThis as any).axe.run()
    return violations.map(
      ({ id, impact, nodes }: { id: string; impact: string; nodes: { html: string }[] }) => ({
        ...{ id, impact },
        where: nodes.map(({ html }) => html.slice(0, 160)),
      }),
    )
  })
  const grave = found.filter(({ impact }: { impact: string }) => impact !== 'minor')
  assert.deepEqual(grave, [], what)
}
