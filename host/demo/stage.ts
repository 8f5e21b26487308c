import type { ItemSchema } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import type { ManualClock } from '#kit/clock.ts'
import type { Person } from '#kit/context.ts'
import type { Ids } from '#kit/ids.ts'
import type { Surroundings } from '#kit/lifecycle/service.ts'
import type { PlainOf } from '#kit/rpc/message.ts'
import type { WechatSimulator } from '../../simulators/wechat/simulator.ts'

/** Who and what the plan's numbers stand for. */
export interface Cast {
  readonly shopId: string
  readonly customers: readonly { readonly id: string; readonly addressId: string }[]
  readonly staff: Person
  readonly items: readonly Pick<PlainOf<typeof ItemSchema>, 'kind' | 'id' | 'options'>[]
}

/** Where a month is played. */
export interface Stage {
  readonly clock: ManualClock
  readonly ids: Ids
  readonly wechat: WechatSimulator
  client: Surroundings['client']
  /** Whether the services have done all that is due. */
  isQuiet(): Promise<boolean>
}
