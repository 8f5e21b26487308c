import assert from 'node:assert/strict'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Clock, manualClock, systemClock } from '../clock.ts'
import { silentLog } from '../telemetry/log.ts'
import { createFileCentre } from './file.ts'

function openFolder(t: TestContext, clock: Clock = systemClock) {
  const folder = mkdtempSync(join(tmpdir(), 'config-'))
  const path = join(folder, 'config.json')
  const centre = createFileCentre({ path, clock, log: silentLog })
  t.after(async () => {
    await centre.stop()
    rmSync(folder, { recursive: true })
  })
  return { folder, path, centre }
}

test('a change of which the system tells nothing is noticed within a second, too', async (t) => {
  const { folder, path, centre } = openFolder(t)
  const target = join(folder, 'elsewhere', 'config.json')
  mkdirSync(join(folder, 'elsewhere'))
  writeFileSync(target, '{"a":1}')
  symlinkSync(target, path)
  const heard: string[] = []
  centre.watch(({ text }) => heard.push(text))
  const until = async (text: string) => {
    const deadline = performance.now() + 1000
    while (!heard.includes(text)) {
      assert.ok(performance.now() < deadline, `${text} was not heard of`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  await until('{"a":1}')
  writeFileSync(target, '{"a":2222}')
  await until('{"a":2222}')
})

test('whoever could read the file still can after a change; a new one is its owner’s alone', async (t) => {
  const { path, centre } = openFolder(t)
  await centre.publish('{}', null, 'employee:3')
  assert.equal(statSync(path).mode & 0o777, 0o600)
  chmodSync(path, 0o640)
  const { version } = (await centre.read()) ?? {}
  await centre.publish('{"a":1}', version ?? '', 'employee:3')
  assert.equal(statSync(path).mode & 0o777, 0o640)
})

test('a process that died while it published blocks nobody for long', async (t) => {
  const clock = manualClock(0)
  const { path, centre } = openFolder(t, clock)
  writeFileSync(`${path}.next`, 'half of a docu')
  let published: boolean | undefined
  const publishing = centre.publish('{}', null, 'employee:3').then((done) => {
    published = done
  })
  while (published === undefined) {
    clock.advance(10)
    await new Promise(setImmediate)
  }
  await publishing
  assert.equal(published, true)
  assert.ok(clock.now() >= 2000, String(clock.now()))
  assert.equal(existsSync(`${path}.next`), false)
})
