import { createHash } from 'node:crypto'
import { open, rename, stat, unlink } from 'node:fs/promises'
import type { Clock } from '../clock.ts'
import { Fault } from '../fault.ts'
import type { Log } from '../telemetry/log.ts'
import type { Centre, CentreDocument } from './centre.ts'
import { watchFile } from './watch.ts'

export interface FileCentreNeeds {
  /** A JSON file; it need not be there yet, its folder must. */
  readonly path: string
  readonly clock: Clock
  readonly log: Log
}

const patienceMs = 2000
const pauseMs = 10

/** A centre that is a file, shared by all processes that see it. Its version is made of what is in it. */
export function createFileCentre({ path, clock, log }: FileCentreNeeds): Centre {
  const watchers = new Set<(document: CentreDocument) => void>()
  let unwatch: (() => void) | null = null
  let seen: string | undefined
  let isLost = false

  const read = () => readFound(path)

  /** One look for all who watch; answers whether there was something to see. */
  async function look(): Promise<boolean> {
    try {
      const found = await read()
      if (found !== null && found.version !== seen) {
        seen = found.version
        for (const see of [...watchers]) see(found)
      }
      isLost = false
    } catch (error) {
      if (!isLost) log.error('the configuration file cannot be read', { path, error })
      isLost = true
    }
    return !isLost
  }

  function leave(see: (document: CentreDocument) => void): void {
    watchers.delete(see)
    if (watchers.size > 0) return
    unwatch?.()
    unwatch = null
    seen = undefined
  }

  return {
    name: `file ${path}`,
    read,
    publish: (text, before) => publish({ path, clock, text, before }),
    watch(see) {
      const own = (document: CentreDocument) => see(document)
      watchers.add(own)
      unwatch ??= watchFile(path, clock, look)
      return () => leave(own)
    },
    ready: () => canRead(path),
    async stop() {
      for (const see of [...watchers]) leave(see)
    },
  }
}

/** The file's content with what the system knows of who wrote it and when. */
async function readFound(path: string): Promise<CentreDocument | null> {
  try {
    await using file = await open(path)
    const { mtimeMs, uid } = await file.stat()
    const text = await file.readFile('utf8')
    return { text, version: versionOf(text), by: `uid:${uid}`, at: Math.round(mtimeMs) }
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    throw unavailable(error)
  }
}

async function canRead(path: string): Promise<boolean> {
  try {
    await readFound(path)
    return true
  } catch (error) {
    if (error instanceof Fault) return false
    throw error
  }
}

interface Publication {
  readonly path: string
  readonly clock: Clock
  readonly text: string
  readonly before: string | null
}

/**
 * The new file is made beside the old one before the versions are compared, and only one can make it: whoever
 * has it may compare and replace.
 */
async function publish({ path, clock, text, before }: Publication): Promise<boolean> {
  const next = `${path}.next`
  try {
    await using file = await makeAlone(next, clock)
    try {
      const found = await readFound(path)
      if ((found?.version ?? null) === before) {
        await file.chmod(await modeOf(path))
        await file.writeFile(text)
        await file.sync()
        await rename(next, path)
        return true
      }
    } catch (error) {
      await unlink(next)
      throw error
    }
    await unlink(next)
    return false
  } catch (error) {
    throw error instanceof Fault ? error : unavailable(error)
  }
}

/** Makes a file that is not there, waiting for whoever has it; one that was left behind is taken away. */
async function makeAlone(path: string, clock: Clock) {
  for (let waitedMs = 0; ; waitedMs += pauseMs) {
    try {
      return await open(path, 'wx', 0o600)
    } catch (error) {
      if (!isCode(error, 'EEXIST') || waitedMs > 2 * patienceMs) throw error
      if (waitedMs === patienceMs) await unlink(path)
      await clock.sleep(pauseMs)
    }
  }
}

/** Who may read the file stays as it is; a new one is its owner's alone, because it may hold secrets. */
async function modeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).mode & 0o777
  } catch (error) {
    if (isCode(error, 'ENOENT')) return 0o600
    throw error
  }
}

function versionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

function unavailable(cause: unknown): Fault {
  return new Fault('unavailable', 'CONFIG_UNAVAILABLE', 'The configuration cannot be reached', { cause })
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
