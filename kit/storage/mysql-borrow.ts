import type { Pool, PoolConnection } from 'mysql2/promise'
import type { Clock } from '../clock.ts'
import type { Run } from './executor.ts'
import { explainMysql, isUnavailable, wasDead } from './mysql-errors.ts'
import type { Send } from './mysql-pool.ts'
import { MysqlTurn } from './mysql-turn.ts'
import { storageUnavailable } from './violation.ts'

/** How long a caller waits for one of the pool's connections, in ms. */
const borrowWithinMs = 1500

/** What a pool lends its connections for. */
export interface Lending {
  /** Begins one try of a transaction. */
  begin(name: string): Promise<MysqlTurn>
  /** Each statement of a read sees what is committed when it runs. */
  readBy(name: string): Run
}

export interface LendingNeeds {
  readonly pool: Pool
  readonly poolSize: number
  readonly clock: Clock
  readonly send: Send
}

/**
 * Lends connections, for a bounded wait. Those in the pool may have died unseen while nobody used them:
 * whoever gets one gets another instead, as long as nothing has happened yet.
 */
export function createLending({ pool, poolSize, clock, send }: LendingNeeds): Lending {
  const borrow = () => borrowFrom(pool, clock)

  async function begin(name: string): Promise<MysqlTurn> {
    for (let dead = 0; dead <= poolSize; dead++) {
      const turn = new MysqlTurn(name, await borrow(), send)
      if (await turn.begin()) return turn
    }
    throw storageUnavailable(new Error('every connection had died'))
  }

  async function ask<T>(question: (connection: PoolConnection) => Promise<T>): Promise<T> {
    for (let dead = 0; ; dead++) {
      const connection = await borrow()
      try {
        const answer = await question(connection)
        connection.release()
        return answer
      } catch (error) {
        if (isUnavailable(error)) connection.destroy()
        else connection.release()
        if (!wasDead(error) || dead >= poolSize) throw explainMysql(error)
      }
    }
  }

  return {
    begin,
    readBy: (name) => (sql, values) => ask((connection) => send(connection, name, sql, values)),
  }
}

/** One that comes too late goes back unused. Throws STORAGE_UNAVAILABLE. */
function borrowFrom(pool: Pool, clock: Clock): Promise<PoolConnection> {
  return new Promise((resolve, reject) => {
    let isLate = false
    const cancel = clock.after(borrowWithinMs, () => {
      isLate = true
      reject(storageUnavailable(new Error('no connection to the database in time')))
    })
    pool.getConnection().then(
      (connection) => {
        cancel()
        if (isLate) connection.release()
        else resolve(connection)
      },
      (error) => {
        cancel()
        reject(explainMysql(error))
      },
    )
  })
}
