/** What people want at lunch, in hundredths; `order` is two requests, cart and submit. */
export const mix = [
  ['menu', 60],
  ['categories', 15],
  ['history', 10],
  ['order', 10],
  ['search', 5],
] as const

export type Wish = (typeof mix)[number][0]
