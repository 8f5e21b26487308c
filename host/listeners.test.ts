import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { systemClock as clock } from '#kit/clock.ts'
import { fixedConfig } from '#kit/config/config.ts'
import { createSlowCrypto } from '#kit/crypto/slow.ts'
import { createEgress } from '#kit/egress/http.ts'
import { createIds } from '#kit/ids.ts'
import { createMemoryJobs } from '#kit/jobs/memory.ts'
import type { Service } from '#kit/lifecycle/service.ts'
import { createOutbox } from '#kit/messaging/outbox.ts'
import { systemRandom as random } from '#kit/random.ts'
import { clientOf } from '#kit/rpc/client.ts'
import { directTransport } from '#kit/rpc/direct.ts'
import { createSqliteStorage } from '#kit/storage/sqlite.ts'
import type { Storage } from '#kit/storage/storage.ts'
import { silentLog as log } from '#kit/telemetry/log.ts'
import { listeners } from './listeners.ts'
import { noMerchant } from './merchant.ts'
import { testProfile } from './profiles/test.ts'
import { takeSecrets } from './secrets.ts'
import { type AnyDefinition, definitions } from './services.ts'

const folder = mkdtempSync(join(tmpdir(), 'listeners-'))
const secrets = takeSecrets(folder)
const profile = testProfile({ secrets, merchant: noMerchant(secrets), publicUrl: 'http://127.0.0.1:9' })
const created = new Map<string, Service<unknown>>()
const storages: Storage<unknown>[] = []

before(async () => {
  for (const definition of definitions) created.set(definition.name, await create(definition))
})
after(async () => {
  for (const storage of storages) await storage.stop()
  rmSync(folder, { recursive: true })
})

/** The service as a host would create it, with nobody to talk to. */
async function create({ name, config, migrations, create }: AnyDefinition): Promise<Service<unknown>> {
  const path = join(folder, `${name}.sqlite`)
  const storage = await createSqliteStorage<unknown>({ path, migrations, clock, log })
  storages.push(storage)
  const ids = createIds(clock, random)
  const nobody = directTransport(() => [], { clock, log })
  const destination = { baseUrl: 'http://127.0.0.1:9', maxConcurrent: 1, maxBytes: 1 }
  const destinations = { 'wechat-pay': destination, 'wechat-login': destination, sms: destination }
  const around = {
    clock,
    random,
    ids,
    log,
    egress: createEgress({ destinations, clock }),
    slowCrypto: createSlowCrypto({ concurrency: 1 }),
    jobs: createMemoryJobs({ clock }),
    outbox: createOutbox({ clock, ids }),
    client: <S extends Parameters<typeof clientOf>[0]>(service: S) => clientOf(service, nobody),
  }
  return create(around, storage, fixedConfig(config.parse(profile.services[name] ?? {})))
}

const sorted = (types: Iterable<string>) => [...types].sort()

test('a relay reaches exactly those who listen, for exactly what they listen to', () => {
  const declared = [...created].flatMap(([name, { listens }]) =>
    listens.length === 0 ? [] : [[name, sorted(listens.map(({ event }) => event.typeName))]],
  )
  const known = Object.entries(listeners).map(([name, types]) => [name, sorted(types)])
  assert.deepEqual(sorted(declared.map(String)), sorted(known.map(String)))
})

test('nobody listens to an event twice', () => {
  for (const types of Object.values(listeners)) assert.equal(new Set(types).size, types.length)
})

test('of the services only push overhears events, as the adapters of gRPC take for granted', () => {
  const watching = [...created].filter(([, { watches }]) => watches.length > 0).map(([name]) => name)
  assert.deepEqual(watching, ['push'])
})
