import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  type Dialect as KyselyDialect,
  type QueryCompiler,
  type QueryExecutor,
  type QueryId,
  type QueryResult,
  type RootOperationNode,
} from 'kysely'

/** Sends one statement; answers a value where the driver is synchronous. */
export type Run = (
  sql: string,
  values: readonly unknown[],
) => QueryResult<unknown> | Promise<QueryResult<unknown>>

/** What Kysely needs to know of a dialect. */
export type Language = Pick<QueryExecutor, 'adapter'> & {
  readonly compiler: QueryCompiler
  readonly dialect: KyselyDialect
}

/** Makes adapter and compiler once: prepared queries are remembered by this very adapter. */
export function languageOf(dialect: KyselyDialect): Language {
  return { dialect, adapter: dialect.createAdapter(), compiler: dialect.createQueryCompiler() }
}

const driver = new DummyDriver()

/**
 * A Kysely whose statements go to `run` at the moment they are executed: no pool, no plugins, no extra
 * promises.
 */
export function createDb<Tables>(language: Language, run: Run): Kysely<Tables> {
  const { dialect } = language
  return new Kysely<Tables>({
    config: { dialect },
    dialect,
    driver,
    executor: new DirectExecutor(language, run),
  })
}

class DirectExecutor implements QueryExecutor {
  readonly plugins = []
  readonly #language: Language
  readonly #run: Run

  constructor(language: Language, run: Run) {
    this.#language = language
    this.#run = run
  }

  get adapter() {
    return this.#language.adapter
  }

  transformQuery<T extends RootOperationNode>(node: T): T {
    return node
  }

  compileQuery<R>(node: RootOperationNode, id: QueryId): CompiledQuery<R> {
    return this.#language.compiler.compileQuery(node, id) as CompiledQuery<R>
  }

  async executeQuery<R>(query: CompiledQuery<R>): Promise<QueryResult<R>> {
    return this.#run(query.sql, query.parameters) as QueryResult<R> | Promise<QueryResult<R>>
  }

  stream(): never {
    throw new Error('streaming holds a statement open: read in pages')
  }

  provideConnection(): never {
    throw new Error('transactions begin with storage.tx')
  }

  withConnectionProvider(): never {
    throw new Error('transactions begin with storage.tx')
  }

  withPlugin(): never {
    throw new Error('the storage port has no plugins')
  }

  withPlugins(): never {
    throw new Error('the storage port has no plugins')
  }

  withPluginAtFront(): never {
    throw new Error('the storage port has no plugins')
  }

  withoutPlugins(): QueryExecutor {
    return this
  }
}
