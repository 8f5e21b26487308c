import { z } from 'zod'
import { mealtimeShape, optionGroupKinds } from './goods.ts'

const item = {
  id: z.string(),
  name: z.string(),
  priceFen: z.int(),
  /** Empty where there is no picture. */
  image: z.string(),
  description: z.string(),
  /** When it is sold, beside its category's mealtimes; empty: all day. */
  mealtimes: z.array(mealtimeShape),
  /** Whether both hold now. */
  servedNow: z.boolean(),
}

const choice = z.object({ name: z.string(), priceFen: z.int() })
const group = z.object({
  kind: z.enum(optionGroupKinds),
  name: z.string(),
  minimum: z.int(),
  maximum: z.int(),
  choices: z.array(choice),
})
const part = z.object({ dishId: z.string(), name: z.string(), copies: z.int() })

/** What the catalog writes; the gateway hands its bytes on unread. */
export const menuShape = z
  .object({
    shop: z.object({
      id: z.string(),
      name: z.string(),
      address: z.string(),
      phone: z.string(),
      notice: z.string(),
      open: z.boolean(),
      openNow: z.boolean(),
      /** Milliseconds; 0 where it is open, or nobody knows when it opens. */
      opensAt: z.int(),
      packingFeeFen: z.int(),
      deliveryFeeFen: z.int(),
      minimumOrderFen: z.int(),
      timeZone: z.string(),
    }),
    categories: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        kind: z.enum(['DISH', 'SET_MEAL']),
        mealtimes: z.array(mealtimeShape),
        dishes: z.array(z.object({ ...item, optionGroups: z.array(group) })),
        setMeals: z.array(z.object({ ...item, parts: z.array(part) })),
      }),
    ),
  })
  .meta({ id: 'Menu' })
