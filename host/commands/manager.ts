import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { UserService } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { withContext } from '#kit/context.ts'
import { Fault } from '#kit/fault.ts'
import { systemRandom } from '#kit/random.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { databasePath, takeDataDir } from '../data-dir.ts'
import { readOptions } from '../options.ts'
import { run } from '../run.ts'
import { Refusal } from '../settings.ts'

const usage = 'usage: npm run manager -- --data DIR --username NAME [--name NAME] [--phone PHONE]'

/** Creates a manager of a stopped installation and prints the password it makes up, once. */
async function main(): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ options: { data: text, username: text, name: text, phone: text } })
  const { data, username, name = '店长', phone = '13900000000' } = values
  if (data === undefined || username === undefined) {
    console.error(usage)
    return 2
  }
  if (!existsSync(databasePath(data, 'user')))
    throw new Refusal(`${data} is no installation yet: start it once with DEMO=0`)
  const dataDir = takeDataDir(data)
  try {
    const password = Buffer.from(systemRandom.bytes(12)).toString('base64url')
    await create(data, { shopId: '1', username, name, phone, password, roles: ['manager'] })
    console.log(`created manager ${username}; password: ${password}`)
    console.log('It is not shown again.')
    return 0
  } finally {
    dataDir.release()
  }
}

interface NewManager {
  readonly shopId: string
  readonly username: string
  readonly name: string
  readonly phone: string
  readonly password: string
  readonly roles: readonly string[]
}

/** Through the user service itself, started alone on the installation's database. */
async function create(dataDir: string, manager: NewManager): Promise<void> {
  const options = readOptions(['--services', 'user'], { DEMO: '0', DATA_DIR: dataDir })
  const running = await run(options, silentLog, () => process.exit(1))
  try {
    const users = running.assembled.around.client(UserService)
    await withContext({ by: { kind: 'system', id: 'host' } }, () => users.createEmployee(manager))
  } finally {
    await running.stop()
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  const expected = error instanceof Refusal || error instanceof Fault
  console.error(`no manager was created: ${expected ? error.message : error}`)
  process.exitCode = 1
}
