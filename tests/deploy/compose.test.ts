import assert from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { findProgram, runToEnd } from '../../host/servers/process.ts'
import { serviceNames } from '../../host/services.ts'
import { root } from '../parts/program.ts'
import { placesOf, strangers, understood } from './told.ts'
import { lacking, renderCompose } from './tools.ts'

interface Container {
  readonly image: string
  readonly command: readonly string[] | null
  readonly environment?: Readonly<Record<string, string>>
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly healthcheck?: unknown
  readonly ports?: readonly { readonly host_ip?: string }[]
  readonly secrets?: readonly { readonly source: string; readonly target?: string }[]
  readonly read_only?: boolean
  readonly cap_drop?: readonly string[]
}

interface Project {
  readonly services: Readonly<Record<string, Container>>
}

/** A copy, in which the examples stand for the secrets of an installation. */
const folder = mkdtempSync(join(tmpdir(), 'compose-'))
cpSync(join(root, 'deploy'), folder, { recursive: true })
rmSync(join(folder, 'secrets'), { recursive: true, force: true })
cpSync(join(folder, 'secrets.example'), join(folder, 'secrets'), { recursive: true })
after(() => rmSync(folder, { recursive: true }))

const load = async (...files: readonly string[]) =>
  (await renderCompose(files.map((file) => join(folder, file)))) as Project
const platformFile = JSON.parse(readFileSync(join(folder, 'secrets', 'platform.json'), 'utf8'))
const isOurs = ({ image }: Container) => image.startsWith('cangqiong:')
const oursOf = ({ services }: Project) =>
  Object.entries(services).filter(([, container]) => isOurs(container))
const toldTo = ({ command, environment: env = {} }: Container) => ({ args: command ?? [], env, platformFile })

const files = {
  'MariaDB, Redis, RabbitMQ and etcd': ['compose.yaml'],
  'MariaDB, a Redis Cluster, Kafka and Nacos': ['compose.yaml', 'compose.cloud.yaml'],
  'all of it with the credentials of a merchant': [
    ...['compose.yaml', 'compose.cloud.yaml', 'compose.merchant.yaml'],
  ],
}

const skip = lacking('go') ?? false

for (const [carriers, names] of Object.entries(files)) {
  suite(`compose on ${carriers}`, { skip }, () => {
    const loading = skip ? undefined : load(...names)
    const project = async () => (await loading) ?? { services: {} }

    test('every service runs, what may run twice does', async () => {
      const runs = oursOf(await project()).flatMap(([, container]) => {
        const { options } = understood(toldTo(container))
        assert.deepEqual([options.profile, options.topology.wire], ['production', 'grpc'])
        return options.topology.here
      })
      const twice = serviceNames.flatMap((name) =>
        ['gateway', 'order', 'catalog'].includes(name) ? [name, name] : [name],
      )
      assert.deepEqual(runs.sort(), twice.sort())
    })

    test('every process is registered by the name that others reach it by', async () => {
      for (const [name, container] of oursOf(await project())) {
        const { options } = understood(toldTo(container))
        assert.deepEqual([options.listen, options.advertise], ['0.0.0.0:7000', name])
      }
    })

    test('no variable is a stranger, and all processes are told the same of what carries them', async () => {
      const ours = oursOf(await project())
      const told = ours.map(([, container]) => understood(toldTo(container)).platform)
      for (const [, { environment = {} }] of ours) assert.deepEqual(strangers(environment), [])
      for (const each of told) assert.deepEqual(each, told[0])
    })

    test('what processes lean on is there under its name, and waited for by the first of them', async () => {
      const whole = await project()
      const [, first] = oursOf(whole).find(([name]) => name === 'order-1') ?? assert.fail('no order-1')
      const hosts = placesOf(understood(toldTo(first)).platform).map((place) => place.split(':')[0] ?? '')
      assert.ok(hosts.length >= 4)
      for (const host of hosts) assert.ok(whole.services[host], `${host} is not there`)
    })

    test('whoever is waited for until it is healthy says whether it is', async () => {
      const { services } = await project()
      for (const [name, { depends_on = {} }] of Object.entries(services))
        for (const [other, { condition }] of Object.entries(depends_on))
          if (condition === 'service_healthy')
            assert.ok(services[other]?.healthcheck, `${name} waits for ${other}`)
          else assert.equal(condition, 'service_completed_successfully')
    })

    test('only nginx is reached from outside, and from this machine only', async () => {
      for (const [name, { ports = [] }] of Object.entries((await project()).services)) {
        assert.equal(ports.length, name === 'nginx' ? 1 : 0, name)
        for (const { host_ip } of ports) assert.equal(host_ip, '127.0.0.1')
      }
    })

    test('a process writes nothing, may nothing, and is given its secrets as files', async () => {
      for (const [name, { read_only, cap_drop, secrets = [], environment = {} }] of oursOf(await project())) {
        assert.deepEqual([read_only, cap_drop], [true, ['ALL']], name)
        const targets = secrets.map(({ target }) => target)
        for (const file of ['platform.json', 'secrets.json']) assert.ok(targets.includes(`/data/${file}`))
        for (const value of Object.values(environment)) assert.doesNotMatch(value, /:\/\/[^/]*:[^/]*@/, name)
      }
    })
  })
}

suite('the lint of compose files itself', { skip }, () => {
  const broken: Readonly<Record<string, string>> = {
    'a key nobody knows': 'services: { a: { image: a, healthchek: {} } }',
    'a wait for nobody': 'services: { a: { image: a, depends_on: [b] } }',
  }
  for (const [what, text] of Object.entries(broken))
    test(`${what} is refused`, async () => {
      mkdirSync(join(folder, 'broken'), { recursive: true })
      const file = join(folder, 'broken', 'compose.yaml')
      writeFileSync(file, text)
      await assert.rejects(renderCompose([file]))
    })
})

const noNginx = findProgram('nginx') || process.env.REQUIRE_SERVERS === '1' ? false : 'needs nginx'

test('nginx takes its configuration', { skip: noNginx }, async () => {
  const text = readFileSync(join(root, 'deploy/compose/nginx.conf'), 'utf8')
  // The tested nginx is older than the one that runs, and nobody here is called gateway-1.
  const here = text
    .replaceAll(/server gateway-\d:8080 resolve/g, 'server 127.0.0.1:8080')
    .replaceAll('/tmp/', `${folder}/`)
  assert.equal(here.match(/server 127\.0\.0\.1:8080/g)?.length, 2)
  const file = join(folder, 'nginx.conf')
  writeFileSync(file, here)
  await runToEnd(findProgram('nginx') ?? 'nginx', ['-t', '-q', '-p', folder, '-e', 'stderr', '-c', file])
})
