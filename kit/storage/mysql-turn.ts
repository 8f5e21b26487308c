import type { QueryResult } from 'kysely'
import type { PoolConnection } from 'mysql2/promise'
import type { Inside } from './inside.ts'
import { explainMysql, isLostRace, isUnavailable } from './mysql-errors.ts'
import { sendTo } from './mysql-pool.ts'
import { storageUnavailable } from './violation.ts'

/** One try of a transaction on a connection of its own. */
export class MysqlTurn {
  readonly name: string
  readonly inside: Inside
  readonly #connection: PoolConnection
  /** The error after which the server has no transaction any more: what follows would commit by itself. */
  #broken: { readonly error: unknown } | undefined

  constructor(name: string, connection: PoolConnection) {
    this.name = name
    this.inside = { name, open: true }
    this.#connection = connection
  }

  async begin(): Promise<void> {
    await this.#send('begin', [])
  }

  async run(sql: string, values: readonly unknown[]): Promise<QueryResult<unknown>> {
    if (this.#broken) throw this.#broken.error
    if (!this.inside.open) {
      throw new Error(`the transaction ${this.name} is over: await everything inside it`)
    }
    return this.#send(sql, values)
  }

  /** A connection that is lost here leaves open whether the server has committed: the fault is unknown. */
  async commit(): Promise<void> {
    this.inside.open = false
    if (this.#broken) throw this.#broken.error
    try {
      await sendTo(this.#connection, this.name, 'commit', [])
    } catch (error) {
      throw isUnavailable(error) ? storageUnavailable(error, true) : error
    }
  }

  async rollBack(): Promise<void> {
    this.inside.open = false
    await sendTo(this.#connection, this.name, 'rollback', [])
  }

  async #send(sql: string, values: readonly unknown[]): Promise<QueryResult<unknown>> {
    try {
      return await sendTo(this.#connection, this.name, sql, values)
    } catch (thrown) {
      const error = explainMysql(thrown)
      if (isLostRace(thrown) || isUnavailable(thrown)) this.#broken ??= { error }
      throw error
    }
  }
}
