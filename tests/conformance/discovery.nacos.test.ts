import { test } from 'node:test'
import { systemClock } from '#kit/clock.ts'
import { createNacosDiscovery } from '#kit/discovery/nacos.ts'
import { systemRandom } from '#kit/random.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { nacosAvailable, startNacos } from '../../host/servers/nacos.ts'
import { discoverySuite } from './discovery.suite.ts'
import type { DiscoveryWorld } from './discovery.world.ts'

async function start(): Promise<DiscoveryWorld> {
  const server = await startNacos()
  const needs = { url: server.url, clock: systemClock, log: silentLog, random: systemRandom }
  return {
    join: () => createNacosDiscovery(needs),
    clock: systemClock,
    // An instance goes with its connection; Nacos tells of it half a second later.
    leaseMs: 3000,
    takeAway: () => server.kill(),
    bringBack: () => server.restart(),
    // Instances that live by their connection are on no disk.
    bringBackEmpty: () => server.restart(),
    close: () => server.stop(),
  }
}

if (nacosAvailable() || process.env.REQUIRE_SERVERS === '1') discoverySuite('Nacos', { start })
else
  test('discovery on Nacos', {
    skip: 'Java is missing (Debian: apt-get install openjdk-17-jdk-headless maven)',
  })
