import { CatalogService, ItemKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { OrderService } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { UserService } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { systemClock } from '#kit/clock.ts'
import { withContext } from '#kit/context.ts'
import { systemRandom } from '#kit/random.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { type Assembled, assemble } from '../host/assemble.ts'
import { databasePath } from '../host/data-dir.ts'
import { demoDishes } from '../host/demo/menu.ts'
import { merchantOf } from '../host/merchant.ts'
import { embedded } from '../host/platform-config.ts'
import { testProfile } from '../host/profiles/test.ts'
import { takeSecrets } from '../host/secrets.ts'
import { oneProcess } from '../host/topology.ts'
import { startWechat } from '../host/wechat.ts'

/** A customer who has only to press "submit". */
export interface Ready {
  readonly token: string
  readonly addressId: string
  readonly amountFen: number
}

const atOnce = 64
/** Enough of anything to reach the shop's minimum. */
const piecesEach = 9

/**
 * Registers customers with an address and a cart of one line, through the services, before anything is
 * measured.
 */
export async function fillCarts(dataDir: string, count: number): Promise<readonly Ready[]> {
  const around = { clock: systemClock, random: systemRandom, log: silentLog }
  const wechat = await startWechat({ dataDir, port: 0, ...around })
  const merchant = merchantOf(wechat)
  const profile = testProfile({ secrets: takeSecrets(dataDir), merchant, publicUrl: 'http://127.0.0.1:9' })
  const user = { ...profile.services.user, accessTokenMs: 600_000 }
  const assembled = await assemble({
    topology: oneProcess(),
    platform: embedded,
    profile: { ...profile, services: { ...profile.services, user } },
    merchant,
    ...around,
    database: (name) => databasePath(dataDir, name),
    env: {},
    stallsFile: null,
    onFatal: () => undefined,
  })
  await assembled.lifecycle.start()
  try {
    return await registerAll(assembled, count)
  } finally {
    await assembled.lifecycle.stop()
    await wechat.stop()
  }
}

async function registerAll({ around }: Assembled, count: number): Promise<readonly Ready[]> {
  const { dishes } = await around.client(CatalogService).listDishes({ shopId: '1' })
  const endless = new Set(demoDishes.filter((dish) => dish.dailyAmount === undefined).map(({ name }) => name))
  const isPlain = (dish: (typeof dishes)[number]) =>
    dish.priceFen * piecesEach >= 1500 && dish.optionGroups.every(({ minimum }) => minimum === 0)
  const dishIds = dishes.filter((dish) => endless.has(dish.name) && isPlain(dish)).map(({ id }) => id)
  const ready: Ready[] = []
  let next = 0
  const drive = async () => {
    for (let n = next++; n < count; n = next++)
      ready.push(await register(around, n, dishIds[n % dishIds.length] ?? ''))
  }
  await Promise.all(Array.from({ length: atOnce }, drive))
  return ready
}

async function register({ client }: Assembled['around'], n: number, dishId: string): Promise<Ready> {
  const phone = `137${String(n).padStart(8, '0')}`
  const users = client(UserService)
  const { shownCode } = await users.sendPhoneCode({ phone })
  const { accessToken, subjectId: id } = await users.loginByPhone({ phone, code: shownCode })
  return withContext({ by: { kind: 'customer', id } }, async () => {
    const where = { province: '北京市', city: '北京市', district: '海淀区', detail: '上地十街10号' }
    const location = { latitudeE6: 40_056_000, longitudeE6: 116_308_000 }
    const fields = { consignee: '张三', phone, sex: 'M', ...where, location }
    const address = await users.createAddress({ fields })
    const orders = client(OrderService)
    const item = { kind: ItemKind.DISH, id: dishId, options: [] }
    await orders.addCartItem({ shopId: '1', item, quantity: piecesEach })
    const { amountFen } = await orders.quoteCart({ shopId: '1', addressId: address.id })
    return { token: accessToken, addressId: address.id, amountFen }
  })
}
