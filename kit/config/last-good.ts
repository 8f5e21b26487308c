import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { Log } from '../telemetry/log.ts'
import type { CentreDocument } from './centre.ts'
import { readDocument } from './document-text.ts'

/** The last document that could be understood, kept on this machine for a start without the centre. */
export interface LastGood {
  keep(document: CentreDocument): void
  /** Null where none was kept, or no use can be made of it. */
  found(): CentreDocument | null
}

/** Keeps it in a file that only its owner reads: it may hold secrets. Without a file nothing is kept. */
export function createLastGood(file: string | undefined, log: Log): LastGood {
  if (file === undefined) return { keep: () => undefined, found: () => null }
  return {
    keep(document) {
      const own = `${file}.${process.pid}`
      try {
        writeFileSync(own, JSON.stringify(document), { mode: 0o600 })
        renameSync(own, file)
      } catch (error) {
        log.warn('the last good configuration could not be kept', { file, error })
      }
    },
    found() {
      try {
        const document = JSON.parse(readFileSync(file, 'utf8')) as CentreDocument
        readDocument(document)
        return document
      } catch (error) {
        log.info('there is no last good configuration', { file, error })
        return null
      }
    },
  }
}
