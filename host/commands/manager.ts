import { parseArgs } from 'node:util'
import { UserService } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { withContext } from '#kit/context.ts'
import { Fault } from '#kit/fault.ts'
import { systemRandom } from '#kit/random.ts'
import type { Running } from '../run.ts'
import { Refusal } from '../settings.ts'
import { withServices } from '../with-services.ts'

const powers = ['manager', 'admin', 'superAdmin']
const usage =
  'usage: npm run manager -- --data DIR --username NAME [--role manager|admin|superAdmin] ' +
  '[--name NAME] [--phone PHONE] [--platform FILE]'

/**
 * Creates a manager, or whom nobody within may: an admin or super admin. Prints the password it makes up,
 * once. On SQLite the installation is stopped meanwhile; the servers that FILE names, as for `--platform`,
 * bear one process more.
 */
async function main(): Promise<number> {
  const text = { type: 'string' } as const
  const person = { username: text, name: text, phone: text, role: text }
  const { values } = parseArgs({ options: { ...person, data: text, platform: text } })
  const { data, platform, username, name = '店长', phone = '13900000000', role = 'manager' } = values
  if (data === undefined || username === undefined || !powers.includes(role)) {
    console.error(usage)
    return 2
  }
  const password = Buffer.from(systemRandom.bytes(12)).toString('base64url')
  const manager = { shopId: '1', username, name, phone, password, roles: [role] }
  const place = { dataDir: data, platform, services: ['user'] }
  await withServices(place, 'manager', (running) => create(running, manager))
  console.log(`created ${role} ${username}; password: ${password}`)
  console.log('It is not shown again.')
  return 0
}

interface NewManager {
  readonly shopId: string
  readonly username: string
  readonly name: string
  readonly phone: string
  readonly password: string
  readonly roles: readonly string[]
}

/** Through the user service itself. */
async function create({ assembled }: Running, manager: NewManager): Promise<void> {
  const users = assembled.around.client(UserService)
  await withContext({ by: { kind: 'system', id: 'host' } }, () => users.createEmployee(manager))
}

try {
  process.exitCode = await main()
} catch (error) {
  const expected = error instanceof Refusal || error instanceof Fault
  console.error(`no manager was created: ${expected ? error.message : error}`)
  process.exitCode = 1
}
