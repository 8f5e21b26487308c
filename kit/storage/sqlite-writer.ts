import type { QueryResult } from 'kysely'
import { Fault } from '../fault.ts'
import type { Log } from '../telemetry/log.ts'
import { assertBindable } from './bound.ts'
import type { Signals } from './signals.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import { explainSqlite, isFatal } from './sqlite-errors.ts'
import { Turn } from './sqlite-turn.ts'
import type { Signal } from './storage.ts'
import { storageUnavailable } from './violation.ts'

export interface SqliteWriterNeeds {
  readonly connection: SqliteConnection
  readonly signals: Signals
  readonly log: Log
  /** Logical transactions in one physical one, at most. */
  readonly maxBatch: number
  /** The file may no longer be trusted: the process should end. */
  readonly onFatal: (fault: Fault) => void
}

/**
 * Runs logical transactions one after the other, each in a savepoint, many in one physical commit. A batch
 * lives within one step of the event loop: a transaction still running when the microtasks have drained
 * awaits something foreign.
 */
export class SqliteWriter {
  readonly #needs: SqliteWriterNeeds
  readonly #control: ReturnType<typeof prepareControl>
  readonly #queue: Turn[] = []
  #current: Turn | undefined
  /** Pending while anything is queued or running. */
  #busy: PromiseWithResolvers<void> | undefined
  #closed: Fault | undefined

  constructor(needs: SqliteWriterNeeds) {
    this.#needs = needs
    this.#control = prepareControl(needs.connection)
  }

  enqueue(name: string): Turn {
    if (this.#closed) throw this.#closed
    const turn = new Turn(name)
    this.#queue.push(turn)
    if (!this.#busy) this.#wake()
    return turn
  }

  run(turn: Turn, sql: string, values: readonly unknown[]): QueryResult<unknown> {
    turn.assertOpen()
    assertBindable(values, () => `${turn.name}: ${sql}`)
    try {
      return this.#needs.connection.run(sql, values)
    } catch (thrown) {
      const error = explainSqlite(thrown)
      if (isFatal(thrown) || !this.#needs.connection.inTransaction) turn.breakBy(error)
      throw error
    }
  }

  /** Refuses new transactions with `fault`; resolves when those queued have ended. */
  async close(fault: Fault): Promise<void> {
    this.#closed ??= fault
    await this.#busy?.promise
  }

  #wake(): void {
    this.#busy = Promise.withResolvers()
    this.#schedule()
  }

  /** Two callbacks that the event loop runs back to back, with nothing between them but microtasks. */
  #schedule(): void {
    setImmediate(() => void this.#runBatch())
    setImmediate(() => this.#catchForeignAwait())
  }

  async #runBatch(): Promise<void> {
    const turns = this.#queue.splice(0, this.#needs.maxBatch)
    try {
      await this.#commitTogether(turns)
      this.#acknowledge(turns.filter((turn) => !turn.waiting))
      this.#queue.unshift(...turns.filter((turn) => turn.waiting))
    } catch (thrown) {
      this.#abandon(turns, thrown)
    }
    if (this.#queue.length > 0) this.#schedule()
    else this.#rest()
  }

  #rest(): void {
    this.#busy?.resolve()
    this.#busy = undefined
  }

  /**
   * Stops early after a turn that awaited something foreign: the turns left need an event loop step of
   * their own.
   */
  async #commitTogether(turns: readonly Turn[]): Promise<void> {
    this.#control.begin.run()
    for (const turn of turns) {
      await this.#take(turn)
      if (turn.overdue) break
    }
    this.#control.commit.run()
  }

  async #take(turn: Turn): Promise<void> {
    this.#control.savepoint.run()
    this.#current = turn
    turn.begin()
    await turn.settled
    this.#current = undefined
    if (turn.broken) throw turn.broken.error
    if (turn.failed) this.#control.rollbackTo.run()
    this.#control.release.run()
  }

  #catchForeignAwait(): void {
    this.#current?.expire()
  }

  #acknowledge(turns: readonly Turn[]): void {
    const signals = new Set<Signal>()
    for (const turn of turns) {
      turn.acknowledge()
      if (!turn.failed) for (const topic of turn.signals) signals.add(topic)
    }
    this.#needs.signals.emit(signals)
  }

  /**
   * Nothing of the batch was kept, so whatever its turns had come to rests on what is not there: all fail
   * alike.
   */
  #abandon(turns: readonly Turn[], thrown: unknown): void {
    const fatal = isFatal(thrown)
    const fault = thrown instanceof Fault ? thrown : storageUnavailable(thrown, fatal)
    this.#needs.log.error('a batch of transactions was rolled back', { turns: turns.length, error: thrown })
    this.#rollBack()
    for (const turn of turns) turn.abandon(fault)
    if (fatal) this.#die(fault)
  }

  #die(fault: Fault): void {
    this.#closed ??= fault
    for (const turn of this.#queue.splice(0)) turn.abandon(fault)
    this.#needs.onFatal(fault)
  }

  #rollBack(): void {
    try {
      if (this.#needs.connection.inTransaction) this.#control.rollback.run()
    } catch (error) {
      this.#needs.log.error('rolling back failed', { error })
    }
  }
}

function prepareControl(connection: SqliteConnection) {
  return {
    begin: connection.prepare('begin immediate'),
    savepoint: connection.prepare('savepoint turn'),
    rollbackTo: connection.prepare('rollback to turn'),
    release: connection.prepare('release turn'),
    commit: connection.prepare('commit'),
    rollback: connection.prepare('rollback'),
  }
}
