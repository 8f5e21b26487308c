import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { findProgram, freePort, privateFolder, runToEnd, type StartedServer, startServer } from './process.ts'

export interface StartedMariadb extends StartedServer {
  readonly port: number
  /** `mysql://root@127.0.0.1:PORT`: without a database and without a password. */
  readonly url: string
  /** Deletes every row of a service's database but those that say which migrations it has had. */
  empty(database: string): Promise<void>
}

/** Whether MariaDB's programs are on this machine (Debian: mariadb-server). */
export function mariadbAvailable(): boolean {
  return programs() !== undefined
}

/** Starts an empty MariaDB; every commit is on disk before it is acknowledged, as in production. */
export async function startMariadb(): Promise<StartedMariadb> {
  const found = programs()
  if (!found) throw new Error('MariaDB is not installed: apt-get install mariadb-server')
  const folder = await privateFolder('mariadb')
  const port = await freePort()
  const data = [`--datadir=${join(folder, 'data')}`, ...asRoot()]
  mkdirSync(join(folder, 'data'))
  await runToEnd(found.install, [
    '--no-defaults',
    ...data,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
  ])
  const url = `mysql://root@127.0.0.1:${port}`
  const server = await startServer({
    name: 'MariaDB',
    program: found.server,
    args: ['--no-defaults', ...data, ...settings(folder, port)],
    folder,
    isReady: () => answers(url),
    readyWithinMs: 20_000,
  })
  return Object.assign(server, { port, url, empty: (database: string) => empty(url, database) })
}

async function empty(url: string, database: string): Promise<void> {
  const connection = await createConnection(url)
  const [tables] = await connection.query(
    `select table_name as name from information_schema.tables
     where table_schema = ? and table_name <> 'kit_migration'`,
    [database],
  )
  await connection.query('begin')
  for (const { name } of tables as { name: string }[])
    await connection.query(`delete from \`${database}\`.\`${name}\``)
  await connection.query('commit')
  await connection.end()
}

function settings(folder: string, port: number): readonly string[] {
  return [
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    `--socket=${join(folder, 'server.sock')}`,
    `--pid-file=${join(folder, 'server.pid')}`,
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_bin',
    '--skip-name-resolve',
    '--innodb-buffer-pool-size=64M',
    '--innodb-flush-log-at-trx-commit=1',
    '--performance-schema=OFF',
  ]
}

/** MariaDB refuses to run as root unless it is told to. */
function asRoot(): readonly string[] {
  return process.getuid?.() === 0 ? ['--user=root'] : []
}

function programs(): { install: string; server: string } | undefined {
  const install = findProgram('mariadb-install-db')
  const server = findProgram('mariadbd')
  return install && server ? { install, server } : undefined
}

async function answers(url: string): Promise<boolean> {
  const connection = await createConnection(url)
  await connection.query('select 1')
  await connection.end()
  return true
}
