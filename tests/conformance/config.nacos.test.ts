import { after, before, test } from 'node:test'
import { systemClock } from '#kit/clock.ts'
import { createNacosCentre } from '#kit/config/nacos.ts'
import { systemRandom } from '#kit/random.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { nacosAvailable, type StartedNacos, startNacos } from '../../host/servers/nacos.ts'
import { configSuite } from './config.suite.ts'

if (nacosAvailable() || process.env.REQUIRE_SERVERS === '1') {
  let server: StartedNacos
  let places = 0
  before(async () => {
    server = await startNacos()
  })
  after(() => server.stop())

  configSuite('Nacos', async (t) => {
    const dataId = `place-${++places}.json`
    const needs = { url: server.url, dataId, clock: systemClock, log: silentLog, random: systemRandom }
    return {
      async open() {
        const centre = createNacosCentre(needs)
        t.after(() => centre.stop())
        return centre
      },
      async write(text) {
        const body = new URLSearchParams({ dataId, groupName: 'CANGQIONG', content: text, type: 'json' })
        const answer = await fetch(`${server.url}/nacos/v3/admin/cs/config`, { method: 'POST', body })
        if (!answer.ok) throw new Error(await answer.text())
      },
      loss: { begin: () => server.kill(), end: () => server.restart() },
    }
  })
} else {
  test('config on Nacos', { skip: 'Java is missing (Debian: apt-get install openjdk-17-jdk-headless maven)' })
}
