import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadConfig } from '#kit/config/load.ts'
import { embedded, partsOf, platformConfig, readPlatformFile } from './platform-config.ts'
import { Refusal } from './settings.ts'

const load = (env: Readonly<Record<string, string>>) =>
  loadConfig({ schema: platformConfig, prefix: 'platform', env }).current

test('untold, a process leans on nothing but itself', () => {
  const { storage, events, cache, discovery, centre } = embedded
  assert.deepEqual([storage, events, cache, discovery, centre], ['sqlite', 'rpc', 'memory', 'static', 'none'])
})

test('each carrier is a line of the environment', () => {
  const told = load({
    CANGQIONG_PLATFORM_STORAGE: 'mysql://root@127.0.0.1:3306',
    CANGQIONG_PLATFORM_EVENTS: 'kafka://a:9092,b:9092',
    CANGQIONG_PLATFORM_CACHE: 'redis-cluster://a:6379,b:6379',
    CANGQIONG_PLATFORM_DISCOVERY: 'nacos://127.0.0.1:8848',
    CANGQIONG_PLATFORM_CENTRE: 'nacos://127.0.0.1:8848',
  })
  assert.deepEqual(partsOf(told.events), { kind: 'kafka', hosts: ['a:9092', 'b:9092'] })
  assert.deepEqual(partsOf(told.cache).kind, 'redis-cluster')
})

for (const [key, value] of [
  ['STORAGE', 'postgres://127.0.0.1'],
  ['EVENTS', 'memory'],
  ['CACHE', 'redis:127.0.0.1'],
  ['DISCOVERY', 'zookeeper://127.0.0.1'],
  ['PREFIX', 'Robert; drop'],
  ['ADDRESSES', '{"order": "127.0.0.1:7001"}'],
] as const) {
  test(`CANGQIONG_PLATFORM_${key}=${value} is refused by its name`, () => {
    assert.throws(() => load({ [`CANGQIONG_PLATFORM_${key}`]: value }), new RegExp(key.toLowerCase()))
  })
}

test('a password in an address is not shown', () => {
  const config = loadConfig({
    schema: platformConfig,
    prefix: 'platform',
    env: { CANGQIONG_PLATFORM_STORAGE: 'mysql://root:hush@127.0.0.1:3306' },
  })
  assert.doesNotMatch(JSON.stringify(config.describe()), /hush/)
  assert.throws(
    () => load({ CANGQIONG_PLATFORM_STORAGE: 'postgres://root:hush@127.0.0.1' }),
    (error) => error instanceof Error && !error.message.includes('hush'),
  )
})

test('a file that cannot be read is refused by its name', () => {
  assert.throws(() => readPlatformFile('/nowhere/platform.json'), Refusal)
})
