import type { Kysely } from 'kysely'

/** A column value as it may be bound. Nothing else is: no Date, no boolean, no undefined, no bigint. */
export type SqlValue = string | number | Uint8Array | null

/** One service's database. */
export interface Storage<Tables> {
  /**
   * Runs one local transaction and resolves after its physical commit. Inside `work` only the transaction may
   * be awaited; anything else is a bug and fails the call. `name` is the store's verb, for spans and errors.
   */
  tx<T>(name: string, work: (tx: Tx<Tables>) => Promise<T>): Promise<T>
  /** Reads what is committed, on a connection of its own. */
  read<T>(name: string, work: (db: Kysely<Tables>) => Promise<T>): Promise<T>
  /**
   * Calls `hear` after every commit in which `tx.signal(topic)` was called; the returned function stops that.
   */
  onSignal(topic: Signal, hear: () => void): () => void
  /** Whether a real transaction can be done now. */
  ready(): Promise<boolean>
  /** Waits for running transactions, then closes. */
  stop(): Promise<void>
}

/** What a commit may wake up. */
export type Signal = 'outbox' | 'timer'

/** A running transaction: queries, and the five things that differ between SQLite and MySQL. */
export interface Tx<Tables> {
  /** The service's tables. Updates and deletes count the rows that WHERE matched, changed or not. */
  readonly db: Kysely<Tables>
  /** The kit's own tables in the same transaction. */
  readonly kit: Kysely<KitTables>
  /** Inserts, or updates the named columns of the row that has the same key. */
  upsert<T extends keyof Tables & string>(
    table: T,
    row: Row,
    key: readonly string[],
    update: readonly string[],
  ): Promise<void>
  /** Inserts unless a row with the same key is there; tells whether it did. */
  insertIgnore<T extends keyof Tables & string>(table: T, row: Row): Promise<boolean>
  /** Inserts and answers the number the database gave. */
  insertGetId<T extends keyof Tables & string>(table: T, row: Row): Promise<number>
  /** Locks the rows of a `select` until the transaction ends; on SQLite the one writer already holds them. */
  lockForUpdate<Q extends { forUpdate(): Q }>(query: Q): Q
  /** The text of a scalar in a JSON column, as in `jsonField('payload', 'city')`, or null. */
  jsonField(column: string, field: string): ReturnType<typeof import('kysely').sql<string>>
  /** `upsert` for the kit's own tables. */
  upsertKit<T extends keyof KitTables>(
    table: T,
    row: Row,
    key: readonly string[],
    update: readonly string[],
  ): Promise<void>
  /** Wakes up whoever listens to `topic` after the commit. */
  signal(topic: Signal): void
}

/** What the kit needs of any service's transaction. */
export type KitTx = Pick<Tx<KitTables>, 'kit' | 'signal' | 'upsertKit'>

/** Values by column, as they are bound. */
export type Row = Readonly<Record<string, SqlValue>>

/** The kit's tables, present in every service's database. */
export interface KitTables {
  outbox: {
    seq: import('kysely').Generated<number>
    msg_id: string
    type: string
    msg_key: string
    payload: string
    traceparent: string
    created_at: number
    attempts: number
    next_at: number
    /** The process that announced it, or has adopted it since. */
    owner: import('kysely').Generated<string>
  }
  inbox: { consumer: string; msg_id: string; at: number }
  timer: { kind: string; ref: string; due_at: number; payload: string; attempts: number }
  dead_letter: {
    consumer: string
    msg_id: string
    type: string
    msg_key: string
    payload: string
    error: string
    attempts: number
    first_at: number
    last_at: number
    /** PARKED, REPLAYED or DISCARDED */
    state: string
  }
  /** One row per (scope, key): what an idempotent command answered. scope is `<person>:<operation>`. */
  idempotency: {
    scope: string
    idem_key: string
    fingerprint: string
    resource_id: string
    created_at: number
  }
}

/**
 * One forward step of a schema. Statements are written for both dialects; `{id}` stands for a numbered
 * primary key.
 */
export interface Migration {
  /** 0001-orders … ; sorts in the order of application. */
  readonly name: string
  readonly statements: readonly string[]
}

/** A storage whose `tx` joins a running transaction: a store's verb then commits with whoever opened it. */
export function joined<Tables>(storage: Storage<Tables>, tx: Tx<Tables>): Storage<Tables> {
  return { ...storage, tx: (_name, work) => work(tx), read: (_name, work) => work(tx.db) }
}
