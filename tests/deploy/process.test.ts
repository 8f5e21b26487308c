import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import {
  Health,
  HealthCheckResponse_ServingStatus as Serving,
} from '#contracts/gen/grpc/health/v1/health_pb.js'
import { systemClock } from '#kit/clock.ts'
import type { Instance } from '#kit/discovery/discovery.ts'
import { createEtcdDiscovery } from '#kit/discovery/etcd.ts'
import { systemRandom } from '#kit/random.ts'
import { clientOf } from '#kit/rpc/client.ts'
import { grpcTransport } from '#kit/rpc/grpc-client.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { takeSecrets } from '../../host/secrets.ts'
import { etcdAvailable, startEtcd } from '../../host/servers/etcd.ts'
import { root } from '../parts/program.ts'
import { startProcess } from './process.ts'

const args = (...more: readonly string[]) => [
  ...['--disable-warning=ExperimentalWarning', 'host/start.ts'],
  ...['--profile', 'production', '--services', 'push', '--wire', 'grpc', '--listen', '127.0.0.1:0', ...more],
]

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'process-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

test('one of several processes makes no secrets of its own: it says what is missing and ends', async (t) => {
  const folder = folderOf(t)
  const env = { DEMO: '0', DATA_DIR: folder }
  const started = startProcess(t, { cwd: root, args: args(), env })
  await started.says(/did not start: .*secrets\.json is not there/)
  assert.equal(await started.ended, 1)
  assert.deepEqual(readdirSync(folder), [])
})

const skip = etcdAvailable() || process.env.REQUIRE_SERVERS === '1' ? false : 'needs etcd (etcd-server)'

test('a process is found by the host it was told to advertise, is healthy there, and says goodbye', {
  skip,
}, async (t) => {
  const etcd = await startEtcd()
  t.after(() => etcd.stop())
  const folder = folderOf(t)
  takeSecrets(folder)
  mkdirSync(join(folder, 'db'))
  const env = { DEMO: '0', DATA_DIR: folder, CANGQIONG_PLATFORM_DISCOVERY: etcd.url.replace('http', 'etcd') }
  const started = startProcess(t, { cwd: root, args: args('--advertise', 'localhost'), env })

  const needs = { clock: systemClock, log: silentLog, random: systemRandom }
  const discovery = createEtcdDiscovery({ ...needs, endpoints: [etcd.url] })
  t.after(() => discovery.stop())
  const seen = watching(discovery)
  const [instance] = await seen((instances) => instances.length === 1)
  assert.match(instance?.address ?? '', /^localhost:\d+$/)

  const transport = grpcTransport({ addresses: () => [instance?.address ?? ''], clock: systemClock })
  t.after(() => transport.stop())
  const health = clientOf(Health, transport)
  for (const service of ['', 'livez']) assert.equal((await health.check({ service })).status, Serving.SERVING)

  assert.equal(await started.stop(), 0)
  await seen((instances) => instances.length === 0)
})

/** Waits until what is known of push fits. */
function watching(discovery: ReturnType<typeof createEtcdDiscovery>) {
  let now: readonly Instance[] = []
  let look = (): void => undefined
  discovery.watch('push', (instances) => {
    now = instances
    look()
  })
  return (fits: (instances: readonly Instance[]) => boolean) =>
    new Promise<readonly Instance[]>((resolve, reject) => {
      const giveUp = setTimeout(() => reject(new Error(`known of push: ${JSON.stringify(now)}`)), 20_000)
      look = () => {
        if (!fits(now)) return
        clearTimeout(giveUp)
        resolve(now)
      }
      look()
    })
}
