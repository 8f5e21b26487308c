import { z } from 'zod'

/** Where only the status matters. */
export const anything = z.unknown()

/** Of every other answer, what the demo reads. */
export const shownCode = z.object({ shownCode: z.string() })
export const session = z.object({ accessToken: z.string() })
export const me = z.object({ shopId: z.string() })
export const addresses = z.object({ items: z.tuple([z.object({ id: z.string() })]).rest(z.unknown()) })
export const quote = z.object({ amountFen: z.number() })
export const payment = z.object({ parameters: z.object({ h5Url: z.string() }) })

const dish = z.object({
  id: z.string(),
  name: z.string(),
  priceFen: z.number(),
  optionGroups: z.array(z.object({ minimum: z.number() })),
})
export type Dish = z.infer<typeof dish>

export const menu = z.object({
  shop: z.object({ minimumOrderFen: z.number() }),
  categories: z.array(z.object({ dishes: z.array(dish).default([]) })),
})

export const order = z.object({
  id: z.string(),
  state: z.string(),
  number: z.string(),
  amountFen: z.number(),
  lines: z.array(z.object({ name: z.string() })),
})
export type Order = z.infer<typeof order>
