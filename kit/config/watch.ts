import { watch } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { Clock } from '../clock.ts'

/** Editors write in several steps; only the file they end with is read. */
const settleMs = 100

/**
 * Calls `hear` after the file has changed and come to rest. Watches the folder, because a file that is
 * replaced is another file to the system. The returned function stops; nothing here keeps the process alive.
 */
export function watchFile(file: string, clock: Clock, hear: () => void): () => void {
  let cancel: () => void = () => undefined
  const watcher = watch(dirname(file), { persistent: false }, (_event, changed) => {
    if (changed !== null && changed !== basename(file)) return
    cancel()
    cancel = clock.after(settleMs, hear)
  })
  return () => {
    cancel()
    watcher.close()
  }
}
