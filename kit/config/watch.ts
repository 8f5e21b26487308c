import { statSync, watch } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { Clock } from '../clock.ts'

/** Editors write in several steps; only the file they end with is read. */
const settleMs = 100

/** The system may forget to tell: over the network, in a container's mount, when too many are watched. */
const pollMs = 500

/**
 * Calls `hear` after the file has changed and come to rest, and once at the beginning; again after a while
 * where it answers false. Watches the folder, because a file that is replaced is another file to the system.
 * The returned function stops; nothing here keeps the process alive.
 */
export function watchFile(file: string, clock: Clock, hear: () => Promise<boolean>): () => void {
  let cancelHear: () => void = () => undefined
  let cancelLook: () => void = () => undefined
  let known: string | null = null
  let heard: Promise<void> = Promise.resolve()
  const hearNext = () => {
    heard = heard.then(async () => {
      if (!(await hear())) known = null
    })
  }
  const settle = () => {
    cancelHear()
    cancelHear = clock.after(settleMs, hearNext)
  }
  const look = () => {
    const now = looksOf(file)
    if (now !== known) settle()
    known = now
    cancelLook = clock.after(pollMs, look)
  }
  const unwatch = watchFolder(file, settle)
  look()
  return () => {
    unwatch()
    cancelHear()
    cancelLook()
  }
}

/** Hears of changes at once; where the system cannot tell, looking now and then has to do. */
function watchFolder(file: string, changed: () => void): () => void {
  try {
    const watcher = watch(dirname(file), { persistent: false }, (_event, name) => {
      if (name === null || name === basename(file)) changed()
    })
    watcher.on('error', () => watcher.close())
    return () => watcher.close()
  } catch (error) {
    if (error instanceof Error && 'code' in error) return () => undefined
    throw error
  }
}

/** What tells one state of a file from another without reading it. */
function looksOf(file: string): string {
  try {
    const { ino, size, mtimeMs } = statSync(file)
    return `${ino} ${size} ${mtimeMs}`
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code)
    throw error
  }
}
