import { mkdir, mkdtemp, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '#kit/clock.ts'
import type { Centre } from '#kit/config/centre.ts'
import { createFileCentre } from '#kit/config/file.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { configSuite } from './config.suite.ts'

configSuite('file', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'config-'))
  const path = join(folder, 'cangqiong.json')
  const opened: Centre[] = []
  t.after(async () => {
    await Promise.all(opened.map((centre) => centre.stop()))
    await rm(folder, { recursive: true })
  })
  return {
    async open() {
      const centre = createFileCentre({ path, clock: systemClock, log: silentLog })
      opened.push(centre)
      return centre
    },
    write: (text) => writeFile(path, text),
    loss: {
      // A folder in the file's place can be neither read nor replaced.
      async begin() {
        await rename(path, `${path}.away`)
        await mkdir(path)
      },
      async end() {
        await rmdir(path)
        await rename(`${path}.away`, path)
      },
    },
  }
})
