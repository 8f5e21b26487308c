import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { takeSecrets } from '../../host/secrets.ts'
import { mariadbAvailable, startMariadb } from '../../host/servers/mariadb.ts'
import { root } from '../parts/program.ts'
import { startProcess } from './process.ts'

const skip =
  mariadbAvailable() || process.env.REQUIRE_SERVERS === '1' ? false : 'needs MariaDB (mariadb-server)'

test('a deployed installation gets its first manager, once, from the files its processes have', {
  skip,
}, async (t) => {
  const server = await startMariadb()
  t.after(() => server.stop())
  const data = mkdtempSync(join(tmpdir(), 'manager-'))
  t.after(() => rmSync(data, { recursive: true }))
  takeSecrets(data)
  const platform = join(data, 'platform.json')
  writeFileSync(platform, JSON.stringify({ storage: server.url }))
  const args = ['host/commands/manager.ts', '--data', data, '--platform', platform, '--username', 'boss']
  const first = startProcess(t, { cwd: root, args, env: {} })
  await first.says(/created manager boss; password: \S{16}/)
  assert.equal(await first.ended, 0)
  const second = startProcess(t, { cwd: root, args, env: {} })
  await second.says(/no manager was created/)
  assert.equal(await second.ended, 1)
})
