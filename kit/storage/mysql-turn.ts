import type { QueryResult } from 'kysely'
import type { PoolConnection } from 'mysql2/promise'
import type { Inside } from './inside.ts'
import { explainMysql, isLostRace, isUnavailable, wasDead } from './mysql-errors.ts'
import type { Send } from './mysql-pool.ts'
import { storageUnavailable } from './violation.ts'

/** One try of a transaction on a connection of its own. */
export class MysqlTurn {
  readonly name: string
  readonly inside: Inside
  readonly #connection: PoolConnection
  readonly #transmit: Send
  #isLost = false
  /** The error after which the server has no transaction any more: what follows would commit by itself. */
  #broken: { readonly error: unknown } | undefined

  constructor(name: string, connection: PoolConnection, send: Send) {
    this.name = name
    this.inside = { name, open: true }
    this.#connection = connection
    this.#transmit = send
  }

  /** False where the connection had died unseen: nothing has happened, another one may do. */
  async begin(): Promise<boolean> {
    try {
      await this.#transmit(this.#connection, this.name, 'begin', [])
      return true
    } catch (error) {
      this.#connection.destroy()
      if (wasDead(error)) return false
      throw explainMysql(error)
    }
  }

  async run(sql: string, values: readonly unknown[]): Promise<QueryResult<unknown>> {
    if (this.#broken) throw this.#broken.error
    if (!this.inside.open) {
      throw new Error(`the transaction ${this.name} is over: await everything inside it`)
    }
    return this.#send(sql, values)
  }

  /**
   * Commits and returns the connection. One that is lost here leaves open whether the server has committed:
   * the fault is unknown.
   */
  async commit(): Promise<void> {
    this.inside.open = false
    if (this.#broken) throw this.#broken.error
    try {
      await this.#transmit(this.#connection, this.name, 'commit', [])
      this.#connection.release()
    } catch (error) {
      this.#isLost = isUnavailable(error)
      throw this.#isLost ? storageUnavailable(error, true) : error
    }
  }

  /**
   * Rolls back and returns the connection, or drops one that cannot even do that: the server then rolls back.
   */
  async giveUp(): Promise<void> {
    this.inside.open = false
    if (this.#isLost) return this.#connection.destroy()
    try {
      await this.#transmit(this.#connection, this.name, 'rollback', [])
      this.#connection.release()
    } catch {
      this.#connection.destroy()
    }
  }

  async #send(sql: string, values: readonly unknown[]): Promise<QueryResult<unknown>> {
    try {
      return await this.#transmit(this.#connection, this.name, sql, values)
    } catch (thrown) {
      const error = explainMysql(thrown)
      this.#isLost ||= isUnavailable(thrown)
      if (isLostRace(thrown) || isUnavailable(thrown)) this.#broken ??= { error }
      throw error
    }
  }
}
