import { done, missing, type Row, refused } from '../row.ts'
import { all, exactly, having, including, listOf, nullOr, textLike } from '../shape.ts'
import { being, cartLine } from '../things.ts'

const one = (fields: Parameters<typeof having>[0]) => including(having(fields))
const line = (fields: Parameters<typeof having>[0]) => being(cartLine, fields)
export const mildWithout = textLike(/^(微辣,不要葱|不要葱,微辣)$/, '微辣 and 不要葱')
const emptied = done(listOf(cartLine, { max: 0 }))

export const cart: readonly Row[] = [
  { name: 'a cart begins empty', who: 'customer', call: 'GET /user/shoppingCart/list', answers: emptied },
  {
    name: 'a dish goes in with its flavours, as the mini program joins them',
    who: 'customer',
    call: 'POST /user/shoppingCart/add',
    body: { dishId: '$fish', setmealId: '', dishFlavor: '微辣,不要葱' },
    answers: done(anyLine()),
  },
  {
    name: 'once more of the same is two of one line',
    who: 'customer',
    call: 'POST /user/shoppingCart/add',
    body: { dishId: '$fish', dishFlavor: '微辣,不要葱' },
    answers: done(anyLine()),
  },
  {
    name: 'another flavour is another line',
    who: 'customer',
    call: 'POST /user/shoppingCart/add',
    body: { dishId: '$fish', dishFlavor: '中辣' },
    answers: done(anyLine()),
  },
  {
    name: 'a dish without flavours goes in',
    who: 'customer',
    call: 'POST /user/shoppingCart/add',
    body: { dishId: '"$rice"', dishFlavor: null },
    answers: done(anyLine()),
  },
  {
    name: 'a set meal goes in',
    who: 'customer',
    call: 'POST /user/shoppingCart/add',
    body: { setmealId: '$meal' },
    answers: done(anyLine()),
  },
  {
    name: 'each line has the price of one, and either a dish or a set meal',
    who: 'customer',
    call: 'GET /user/shoppingCart/list',
    answers: done(
      all(
        listOf(line({ userId: exactly('$customer') }), { min: 4, max: 4 }),
        one({ dishId: exactly('$fish'), dishFlavor: mildWithout, number: exactly(2) }),
        one({ dishId: exactly('$fish'), dishFlavor: exactly('中辣'), amount: exactly(56) }),
        one({ dishId: exactly('$rice'), setmealId: exactly(null), amount: exactly(18.8) }),
        one({ dishId: exactly(null), setmealId: exactly('$meal'), amount: exactly(79.9) }),
      ),
    ),
  },
  {
    name: 'the flavours stand in the order in which they were sent',
    who: 'customer',
    call: 'GET /user/shoppingCart/list',
    answers: done(one({ dishFlavor: exactly('微辣,不要葱') })),
  },
  {
    name: 'one is taken away by the first of its flavours alone',
    who: 'customer',
    call: 'POST /user/shoppingCart/sub',
    body: { dishId: '$fish', dishFlavor: '微辣' },
    answers: done(anyLine()),
  },
  {
    name: 'the last of a line takes the line away',
    who: 'customer',
    call: 'POST /user/shoppingCart/sub',
    body: { dishId: '$rice', dishFlavor: '' },
    answers: done(anyLine()),
  },
  {
    name: 'what is not in the cart is taken away in silence',
    who: 'customer',
    call: 'POST /user/shoppingCart/sub',
    body: { dishId: '$rice' },
    answers: done(anyLine()),
  },
  {
    name: 'the cart is what was left in it',
    who: 'customer',
    call: 'GET /user/shoppingCart/list',
    answers: done(
      all(listOf(cartLine, { min: 3, max: 3 }), one({ dishFlavor: mildWithout, number: exactly(1) })),
    ),
    keeps: { line: 'data.0.id' },
  },
  {
    name: 'a line is swiped away',
    who: 'customer',
    call: 'DELETE /user/shoppingCart/{id}',
    path: { id: '$line' },
    answers: done(),
  },
  {
    name: 'but not one of somebody else',
    who: 'stranger',
    call: 'DELETE /user/shoppingCart/{id}',
    path: { id: '$line' },
    answers: missing,
  },
  {
    name: 'a dish that is not sold does not get in',
    who: 'customer',
    call: 'POST /user/shoppingCart/add',
    body: { dishId: '$salad' },
    answers: refused(),
  },
  {
    name: 'the cart is emptied',
    who: 'customer',
    call: 'DELETE /user/shoppingCart/clean',
    answers: done(),
  },
  { name: 'and is empty', who: 'customer', call: 'GET /user/shoppingCart/list', answers: emptied },
]

/** Some clients were answered the line they changed, others nothing. */
function anyLine() {
  return nullOr(cartLine)
}
