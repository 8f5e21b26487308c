import type { Kysely } from 'kysely'
import type { Clock } from '../clock.ts'
import { Fault } from '../fault.ts'
import type { Log } from '../telemetry/log.ts'
import { assertBindable } from './bound.ts'
import { sqliteDialect } from './dialect-sqlite.ts'
import { createDb } from './executor.ts'
import { assertOutsideTx, runInside } from './inside.ts'
import { kitMigrations } from './kit-migrations.ts'
import { migrate } from './migrate.ts'
import { type Observe, unobserved } from './observe.ts'
import { OpenTx } from './open-tx.ts'
import { createSignals } from './signals.ts'
import { SqliteConnection } from './sqlite-connection.ts'
import { explainSqlite } from './sqlite-errors.ts'
import { lockFile } from './sqlite-lock.ts'
import { sqliteSchema } from './sqlite-schema.ts'
import type { Turn } from './sqlite-turn.ts'
import { SqliteWriter } from './sqlite-writer.ts'
import type { Migration, Storage, Tx } from './storage.ts'

export interface SqliteOptions {
  /** The database file; its folder exists. */
  readonly path: string
  /** The service's own; the kit's run before them. */
  readonly migrations: readonly Migration[]
  readonly clock: Clock
  readonly log: Log
  readonly observe?: Observe
  /**
   * Logical transactions in one physical commit, at most; 64 keeps the event loop's pauses at a few
   * milliseconds.
   */
  readonly maxBatch?: number
  /**
   * `full` (unless told otherwise): a commit is on the disk before it is acknowledged. `off`: it survives the
   * process but not a power cut, for data that can be made anew.
   */
  readonly synchronous?: 'full' | 'off'
  /**
   * Called once after an I/O error or a damaged file: the process should exit, and recover when it starts
   * again.
   */
  readonly onFatal?: (fault: Fault) => void
}

const writerPragmas = (synchronous: 'full' | 'off') => [
  'busy_timeout = 1000',
  'journal_mode = wal',
  `synchronous = ${synchronous}`,
  'foreign_keys = on',
  'case_sensitive_like = on',
  'wal_autocheckpoint = 8000',
  'cache_size = -32768',
  'journal_size_limit = 67108864',
]
const readerPragmas = [
  'busy_timeout = 1000',
  // Reads of a large file come from the system's page cache without a call for each page. An I/O error then
  // ends the process at once, as `onFatal` asks for anyway.
  'mmap_size = 2147418112',
  'cache_size = -16384',
  'case_sensitive_like = on',
  'query_only = on',
]

/**
 * Opens a service's database in one file, which only this process may have open. Migrations run first.
 * Throws a fault STORAGE_UNAVAILABLE where another process has the file.
 */
export async function createSqliteStorage<Tables>(options: SqliteOptions): Promise<Storage<Tables>> {
  const { writing, reading, close } = await openFile(options)
  const signals = createSignals(options.log)
  const writer = new SqliteWriter({
    connection: writing,
    signals,
    log: options.log,
    maxBatch: options.maxBatch ?? 64,
    onFatal: options.onFatal ?? (() => options.log.error('the database can no longer be trusted')),
  })
  const observe = options.observe ?? unobserved

  async function perform<T>(turn: Turn, work: (tx: Tx<Tables>) => Promise<T>): Promise<T> {
    await turn.begun
    const tx = new OpenTx<Tables>(sqliteDialect, (sql, values) => writer.run(turn, sql, values), turn.signals)
    return runInside(turn.inside, () => work(tx))
  }

  async function commit<T>(name: string, work: (tx: Tx<Tables>) => Promise<T>): Promise<T> {
    const turn = writer.enqueue(name)
    const performed = perform(turn, work)
    performed.then(
      () => turn.settle(),
      (error) => turn.settle({ error }),
    )
    await turn.committed
    return performed
  }

  async function ready(): Promise<boolean> {
    return commit('ready', async () => true).catch(() => false)
  }

  return {
    ready,
    onSignal: signals.onSignal,
    async tx(name, work) {
      assertOutsideTx(`tx ${name}`)
      return observe('tx', name, () => commit(name, work))
    },
    async read(name, work) {
      assertOutsideTx(`read ${name}`)
      return observe('read', name, () => work(reader(reading, name)))
    },
    async stop() {
      await writer.close(new Fault('unavailable', 'STORAGE_UNAVAILABLE', 'the database is closed'))
      close()
    },
  }
}

/** Locks the file, brings its tables up to date and opens its two connections. */
async function openFile({ path, migrations, clock, synchronous = 'full' }: SqliteOptions) {
  const lock = lockFile(path)
  const opened: SqliteConnection[] = []
  const close = () => {
    for (const connection of opened.reverse()) connection.close()
    lock.release()
  }
  try {
    const writing = new SqliteConnection(path, writerPragmas(synchronous))
    opened.push(writing)
    await migrate(sqliteSchema(writing), [...kitMigrations, ...migrations], clock)
    const reading = new SqliteConnection(path, readerPragmas, true)
    opened.push(reading)
    return { writing, reading, close }
  } catch (error) {
    close()
    throw explainSqlite(error)
  }
}

/** A database for the statements of one read; each sees what is committed when it runs. */
function reader<Tables>(connection: SqliteConnection, name: string): Kysely<Tables> {
  return createDb<Tables>(sqliteDialect.language, (sql, values) => {
    assertBindable(values, () => `${name}: ${sql}`)
    try {
      return connection.run(sql, values)
    } catch (error) {
      throw explainSqlite(error)
    }
  })
}
