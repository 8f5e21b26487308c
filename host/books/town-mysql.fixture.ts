import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Connection, createConnection } from 'mysql2/promise'
import { systemClock } from '#kit/clock.ts'
import { createMysqlStorage } from '#kit/storage/mysql.ts'
import { connectionOptions, sessionSettings } from '#kit/storage/mysql-pool.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { type StartedMariadb, startMariadb } from '../servers/mariadb.ts'
import { definitions } from '../services.ts'
import { openMysqlBooks } from './mysql-books.ts'
import { buildWorld, filled, type Tampering, type Town, tamperSqlite } from './town.fixture.ts'
import { healthyRows, type TownRow } from './town-rows.fixture.ts'

const prefix = 'town'

/** The same town on MariaDB; what was tampered with is mended before the next one looks. */
export async function buildMysqlTown(): Promise<Town> {
  const server = await startMariadb()
  const connection = await connect(server)
  const folder = mkdtempSync(join(tmpdir(), 'books-'))
  const healthy = join(folder, 'healthy')
  mkdirSync(join(healthy, 'db'), { recursive: true })
  buildWorld(healthy)
  for (const { name } of definitions) await build(server, connection, name)

  let tamperedWith: Tampering | null = null
  let copies = 0

  async function mend(): Promise<void> {
    if (!tamperedWith || tamperedWith.database === 'wechat') return
    const { database, mysql } = tamperedWith
    if (mysql) await build(server, connection, database)
    else await fill(server, connection, database)
  }

  return {
    async tampered(tampering) {
      await mend()
      tamperedWith = tampering
      const dataDir = join(folder, `copy-${++copies}`)
      cpSync(healthy, dataDir, { recursive: true })
      if (tampering?.database === 'wechat') tamperSqlite(dataDir, tampering)
      else if (tampering) await tamper(connection, tampering)
      return openMysqlBooks({ url: server.url, prefix, dataDir })
    },
    async remove() {
      await connection.end()
      await server.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

async function connect({ url }: StartedMariadb): Promise<Connection> {
  const connection = await createConnection({ ...connectionOptions(url), multipleStatements: true })
  for (const setting of sessionSettings) await connection.query(setting)
  await connection.query('set session check_constraint_checks = 0')
  return connection
}

async function build(server: StartedMariadb, connection: Connection, name: string): Promise<void> {
  const { url } = server
  const migrations = definitions.find((each) => each.name === name)?.migrations ?? []
  const database = `${prefix}_${name}`
  await connection.query(`drop database if exists ${database}`)
  const storage = await createMysqlStorage({ url, database, migrations, clock: systemClock, log: silentLog })
  await storage.stop()
  await fill(server, connection, name)
}

/** Leaves in a database what belongs there and nothing else. */
async function fill(server: StartedMariadb, connection: Connection, name: string): Promise<void> {
  await server.empty(`${prefix}_${name}`)
  await connection.query(`use ${prefix}_${name}`)
  await connection.query('begin')
  for (const row of healthyRows[name] ?? []) await insert(connection, row)
  await connection.query('commit')
}

async function tamper(connection: Connection, { database, sql, mysql, row }: Tampering): Promise<void> {
  await connection.query(`use ${prefix}_${database}`)
  const statements = mysql ?? sql
  if (statements) await connection.query(statements)
  if (row) await insert(connection, row)
}

interface Column {
  readonly name: string
  readonly type: string
  readonly nullable: string
  readonly extra: string
}

async function insert(connection: Connection, row: TownRow): Promise<void> {
  const [columns] = await connection.query(
    `select column_name as name, data_type as type, is_nullable as nullable, extra
     from information_schema.columns where table_schema = database() and table_name = ?`,
    [row.table],
  )
  const whole = filled(
    row,
    (columns as Column[]).map(({ name, type, nullable, extra }) => {
      const isNeeded = nullable === 'NO' && extra !== 'auto_increment'
      return { name, isNumber: /int/.test(type), isNeeded }
    }),
  )
  await connection.query(`insert into ${row.table} set ?`, [whole])
}
