import { createConnection } from 'mysql2/promise'
import type { Clock } from '../clock.ts'
import { within } from '../lifecycle/within.ts'
import { type Random, systemRandom } from '../random.ts'
import type { Log } from '../telemetry/log.ts'
import { mysqlDialect } from './dialect-mysql.ts'
import { createDb } from './executor.ts'
import { assertOutsideTx, runInside } from './inside.ts'
import { kitMigrations } from './kit-migrations.ts'
import { migrate } from './migrate.ts'
import { createLending } from './mysql-borrow.ts'
import { explainMysql, isLostRace } from './mysql-errors.ts'
import {
  connectionOptions,
  createMysqlPool,
  createSend,
  type MysqlAddress,
  type Send,
  sessionSettings,
} from './mysql-pool.ts'
import { mysqlSchema } from './mysql-schema.ts'
import { type Observe, unobserved } from './observe.ts'
import { OpenTx } from './open-tx.ts'
import { createSignals } from './signals.ts'
import type { Migration, Signal, Storage, Tx } from './storage.ts'
import { storageBusy, storageUnavailable } from './violation.ts'

export interface MysqlOptions extends MysqlAddress {
  /** The service's own; the kit's run before them. */
  readonly migrations: readonly Migration[]
  readonly clock: Clock
  readonly log: Log
  /** Spreads the retries of transactions that got in each other's way. */
  readonly random?: Random
  readonly observe?: Observe
  /** Connections at most, and so transactions at the same time; 10 unless told. */
  readonly poolSize?: number
  /** Called before each statement, and waited for: for tests that watch or meddle. */
  readonly onStatement?: (verb: string, sql: string, values: readonly unknown[]) => void | Promise<void>
}

const defaultPoolSize = 10
const closeWithinMs = 1000
/** At the start nobody waits for an answer yet, and many processes may begin at once. */
const firstConnectWithinMs = 10_000
/** How long one statement may take: longer than a wait for a lock, shorter than a caller waits. */
const answerWithinMs = 2000

const maxTries = 5
const firstPauseMs = 5

/**
 * Opens a service's database on MySQL 8 or MariaDB, which many processes may share; makes it where it is
 * absent. Migrations run first. Throws a fault STORAGE_UNAVAILABLE where the server cannot be reached; a
 * transaction throws STORAGE_BUSY where others keep getting in its way.
 */
export async function createMysqlStorage<Tables>(options: MysqlOptions): Promise<Storage<Tables>> {
  await prepareDatabase(options)
  const { clock, poolSize = defaultPoolSize } = options
  const pool = createMysqlPool(options, poolSize)
  const lending = createLending({ pool, poolSize, clock, send: sendOf(options) })
  const signals = createSignals(options.log)
  const observe = options.observe ?? unobserved
  const running = createRunning()

  async function attempt<T>(name: string, work: (tx: Tx<Tables>) => Promise<T>): Promise<T> {
    const turn = await lending.begin(name)
    const heard = new Set<Signal>()
    try {
      const tx = new OpenTx<Tables>(mysqlDialect, (sql, values) => turn.run(sql, values), heard)
      const value = await runInside(turn.inside, () => work(tx))
      await turn.commit()
      signals.emit(heard)
      return value
    } catch (error) {
      await turn.giveUp()
      throw error
    }
  }

  return {
    onSignal: signals.onSignal,
    async tx(name, work) {
      assertOutsideTx(`tx ${name}`)
      const run = () => retrying(options, name, () => attempt(name, work))
      return observe('tx', name, () => running.track(run))
    },
    async read(name, work) {
      assertOutsideTx(`read ${name}`)
      return observe('read', name, () => work(createDb<Tables>(mysqlDialect.language, lending.readBy(name))))
    },
    ready: () => attempt('ready', async () => true).catch(() => false),
    async stop() {
      await running.end()
      // A server that is away does not say goodbye.
      await within(clock, closeWithinMs, () => pool.end()).catch(() => undefined)
    },
  }
}

function sendOf({ onStatement }: MysqlOptions): Send {
  const send = createSend(answerWithinMs)
  if (!onStatement) return send
  return async (connection, verb, sql, values) => {
    await onStatement(verb, sql, values)
    return send(connection, verb, sql, values)
  }
}

/** Knows the transactions that run, so that the end can wait for them. */
function createRunning() {
  const running = new Set<Promise<unknown>>()
  let ended = false
  return {
    async track<T>(run: () => Promise<T>): Promise<T> {
      if (ended) throw storageUnavailable(new Error('the database is closed'))
      const promise = run()
      running.add(promise)
      return promise.finally(() => running.delete(promise))
    },
    async end(): Promise<void> {
      ended = true
      await Promise.allSettled(running)
    },
  }
}

/** A transaction that lost a race for locks has left nothing behind, so the whole of it runs again. */
async function retrying<T>(options: MysqlOptions, name: string, run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await run()
    } catch (error) {
      if (!isLostRace(error)) throw error
      if (tries === maxTries) throw storageBusy(error)
      options.log.debug('a transaction lost a race for locks', { tx: name, tries })
      await options.clock.sleep(pauseMs(tries, options.random ?? systemRandom))
    }
  }
}

/** Twice as long each time, and never the same for two who met. */
function pauseMs(tries: number, random: Random): number {
  const longest = firstPauseMs * 2 ** tries
  return longest / 2 + random.below(longest)
}

async function prepareDatabase(options: MysqlOptions): Promise<void> {
  const { url, database, migrations, clock } = options
  const patient = { ...connectionOptions(url), connectTimeout: firstConnectWithinMs }
  const connection = await createConnection(patient).catch(failAsFault)
  try {
    const charset = 'character set utf8mb4 collate utf8mb4_bin'
    await connection.query(`create database if not exists \`${database}\` ${charset}`)
    await connection.changeUser({ database })
    for (const setting of sessionSettings) await connection.query(setting)
    await migrate(mysqlSchema(connection, database), [...kitMigrations, ...migrations], clock)
  } finally {
    await connection.end()
  }
}

function failAsFault(error: unknown): never {
  throw explainMysql(error)
}
