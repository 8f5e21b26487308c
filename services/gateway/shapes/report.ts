import { z } from 'zod'
import { ItemKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { Channel } from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import type {
  BusinessSchema,
  CategoryShareSchema,
  ChannelShareSchema,
  TopItemSchema,
  TurnoverDaySchema,
  WorkspaceSchema,
} from '#contracts/gen/cangqiong/report/v1/report_pb.js'
import { assert } from '#kit/assert.ts'
import type { PlainOf } from '#kit/rpc/message.ts'
import { textOrNull } from '../http.ts'

const day = z.string()
const daysOf = <Day extends z.ZodType>(each: Day, id: string) =>
  z.strictObject({ days: z.array(each) }).meta({ id })

const turnoverDay = z.strictObject({
  day,
  orders: z.int(),
  grossFen: z.int(),
  /** What went back of completed orders. */
  refundedFen: z.int(),
  netFen: z.int(),
})

export const turnoverShape = daysOf(turnoverDay, 'TurnoverReport')

export const usersShape = daysOf(
  z.strictObject({
    day,
    registered: z.int(),
    /** At the end of the day. */
    total: z.int(),
  }),
  'UsersReport',
)

export const ordersShape = daysOf(
  z.strictObject({
    day,
    placed: z.int(),
    /** Of those placed on this day. */
    completed: z.int(),
    cancelled: z.int(),
  }),
  'OrdersReport',
)

export const topItemsShape = z
  .strictObject({
    items: z.array(
      z.strictObject({
        kind: z.enum(['DISH', 'SET_MEAL']),
        id: z.string(),
        name: z.string(),
        quantity: z.int(),
        amountFen: z.int(),
      }),
    ),
  })
  .meta({ id: 'TopItemsReport' })

export const categoriesShape = z
  .strictObject({
    categories: z.array(
      z.strictObject({
        /** null where it is not known */
        id: z.string().nullable(),
        name: z.string(),
        quantity: z.int(),
        amountFen: z.int(),
      }),
    ),
  })
  .meta({ id: 'CategoriesReport' })

export const hoursShape = z
  .strictObject({
    hours: z.array(z.strictObject({ hour: z.int(), orders: z.int(), grossFen: z.int() })),
  })
  .meta({ id: 'HoursReport' })

const channels = ['WECHAT_JSAPI', 'WECHAT_H5', 'UNSPECIFIED'] as const

export const channelsShape = z
  .strictObject({
    channels: z.array(z.strictObject({ channel: z.enum(channels), orders: z.int(), grossFen: z.int() })),
  })
  .meta({ id: 'ChannelsReport' })

const businessDay = z.strictObject({
  day,
  /** Placed on this day. */
  orders: z.int(),
  /** Of them. */
  completed: z.int(),
  /** Of those completed; what went back of them since is not taken off. */
  turnoverFen: z.int(),
  /** 0 to 1 */
  completionRate: z.number(),
  unitPriceFen: z.int(),
  newUsers: z.int(),
  /** At the end. */
  totalUsers: z.int(),
})

export const businessShape = z
  .strictObject({ days: z.array(businessDay), overall: businessDay.omit({ day: true }) })
  .meta({ id: 'BusinessReport' })

export const workspaceShape = z
  .strictObject({
    turnover: turnoverDay,
    unitPriceFen: z.int(),
    /** 0 to 1 */
    completionRate: z.number(),
    newUsers: z.int(),
    orders: z.strictObject({
      placed: z.int(),
      pending: z.int(),
      paid: z.int(),
      accepted: z.int(),
      delivering: z.int(),
      completed: z.int(),
      cancelled: z.int(),
    }),
  })
  .meta({ id: 'Workspace' })

export function shapeTopItem({ kind, itemId: id, ...sold }: PlainOf<typeof TopItemSchema>) {
  return { ...sold, id, kind: kind === ItemKind.SET_MEAL ? ('SET_MEAL' as const) : ('DISH' as const) }
}

export function shapeCategory({ categoryId, ...sold }: PlainOf<typeof CategoryShareSchema>) {
  return { ...sold, id: textOrNull(categoryId) }
}

export function shapeChannel({ channel, ...share }: PlainOf<typeof ChannelShareSchema>) {
  return { ...share, channel: Channel[channel] as (typeof channels)[number] }
}

const noTurnover: PlainOf<typeof TurnoverDaySchema> = {
  ...{ day: '', orders: 0, grossFen: 0, refundedFen: 0, netFen: 0 },
}
const noOrders = {
  ...{ placed: 0, pending: 0, paid: 0, accepted: 0, delivering: 0, completed: 0, cancelled: 0 },
}

export function shapeBusiness({ days, overall }: PlainOf<typeof BusinessSchema>) {
  assert(overall, 'a business is told as a whole too')
  const { day: _none, ...whole } = overall
  return { days, overall: whole }
}

export function shapeWorkspace(told: PlainOf<typeof WorkspaceSchema>) {
  const { turnover, orders, business: _ofOrders, ...today } = told
  return { ...today, turnover: turnover ?? noTurnover, orders: orders ?? noOrders }
}
