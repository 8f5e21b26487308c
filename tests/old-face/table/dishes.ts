import { minute, page, pageWith } from '../formats.ts'
import { done, missing, type Row, refused } from '../row.ts'
import { all, exactly, having, including, lacking, listOf } from '../shape.ts'
import { being, dish, plainDish } from '../things.ts'

/** As the form has it: the price a text, `code` and `categoryName` for nobody. */
const form = {
  name: '旧面鱼片',
  price: '56',
  code: '',
  image: '$image',
  description: '当天的鱼',
  status: 0,
  categoryId: '$section',
}
const spicy = { name: '辣度', value: '["不辣","微辣","中辣","重辣"]' }
const without = { name: '忌口', value: '["不要葱","不要蒜","不要香菜"]' }
const one = (fields: Parameters<typeof having>[0]) => including(having(fields))

export const dishes: readonly Row[] = [
  {
    name: 'a dish with flavours is made; its price is a text',
    who: 'manager',
    call: 'POST /admin/dish',
    body: { ...form, flavors: [spicy, without] },
    answers: done(),
  },
  {
    name: 'a dish without flavours is made; its price has two decimals',
    who: 'manager',
    call: 'POST /admin/dish',
    body: { ...form, name: '旧面米饭', price: '18.80', categoryId: '"$section"', flavors: [] },
    answers: done(),
  },
  {
    name: 'a third one is made, its status a text',
    who: 'manager',
    call: 'POST /admin/dish',
    body: { ...form, name: '旧面凉菜', price: '12.5', status: '0', flavors: [] },
    answers: done(),
  },
  {
    name: 'and a fourth',
    who: 'manager',
    call: 'POST /admin/dish',
    body: { ...form, name: '旧面试菜', flavors: [] },
    answers: done(),
  },
  {
    name: 'the fourth is there',
    who: 'manager',
    call: 'GET /admin/dish/page',
    query: { page: 1, pageSize: 10, name: '试菜' },
    answers: done(page(listOf(dish, { min: 1, max: 1 }))),
    keeps: { spare: 'data.records.0.id' },
  },
  {
    name: 'a dish’s name is given once',
    who: 'manager',
    call: 'POST /admin/dish',
    body: { ...form, flavors: [] },
    answers: refused("'旧面鱼片'已存在"),
  },
  {
    name: 'the first load of the list sends an empty status, which means all',
    who: 'manager',
    call: 'GET /admin/dish/page',
    query: { page: 1, pageSize: 10, name: '旧面', categoryId: '', status: '' },
    answers: done(page(listOf(being(dish, { categoryName: exactly('旧面热炒') }), { min: 4, max: 4 }))),
  },
  {
    name: 'a price of 56 yuan is printed 56.00, and the dish not yet sold',
    who: 'manager',
    call: 'GET /admin/dish/page',
    query: { page: 1, pageSize: 10, name: '鱼片' },
    answers: done(pageWith(one({ price: exactly(56), status: exactly(0) }), dish)),
    keeps: { fish: 'data.records.0.id' },
  },
  {
    name: 'dishes are found by section and status',
    who: 'manager',
    call: 'GET /admin/dish/page',
    query: { page: 1, pageSize: 10, name: '米饭', categoryId: '$section', status: 0 },
    answers: done(pageWith(one({ price: exactly(18.8) }), dish)),
    keeps: { rice: 'data.records.0.id' },
  },
  {
    name: 'and none that is on sale',
    who: 'manager',
    call: 'GET /admin/dish/page',
    query: { page: 1, pageSize: 10, name: '凉菜', status: 1 },
    answers: done(page(listOf(dish, { max: 0 }))),
  },
  {
    name: 'the third one is there',
    who: 'manager',
    call: 'GET /admin/dish/page',
    query: { page: 1, pageSize: 10, name: '凉菜', status: 0 },
    answers: done(pageWith(one({ price: exactly(12.5) }), dish)),
    keeps: { salad: 'data.records.0.id' },
  },
  {
    name: 'a dish is read with its flavours, their choices a text with a JSON list',
    who: 'manager',
    call: 'GET /admin/dish/{id}',
    path: { id: '$fish' },
    answers: done(
      being(dish, {
        ...{ id: exactly('$fish'), categoryId: exactly('$section'), image: exactly('$image') },
        flavors: all(listOf(having({ dishId: exactly('$fish') }), { min: 2, max: 2 }), one(exactlyOf(spicy))),
      }),
    ),
    keeps: { flavor: 'data.flavors.0.id' },
  },
  {
    name: 'an unknown dish is refused, not an error of the server',
    who: 'manager',
    call: 'GET /admin/dish/{id}',
    path: { id: 999999 },
    answers: missing,
  },
  {
    name: 'the form sends the flavours back with their ids',
    who: 'manager',
    call: 'PUT /admin/dish',
    body: {
      ...{ ...form, id: '$fish', status: 1, categoryName: null, description: '每天的鱼' },
      flavors: [
        { id: '$flavor', dishId: '$fish', ...spicy },
        { ...without, dishId: '' },
      ],
    },
    answers: done(),
  },
  {
    name: 'and the dish is as the form said',
    who: 'manager',
    call: 'GET /admin/dish/{id}',
    path: { id: '$fish' },
    answers: done(being(dish, { description: exactly('每天的鱼'), flavors: listOf(having({}), { min: 2 }) })),
  },
  {
    name: 'the list of dishes shows when each was changed last',
    who: 'manager',
    call: 'GET /admin/dish/page',
    query: { page: 1, pageSize: 10, name: '旧面鱼片' },
    answers: done(page(including(having({ updateTime: minute })))),
  },
  {
    name: 'a dish goes on sale, without a body',
    who: 'manager',
    call: 'POST /admin/dish/status/{status}',
    path: { status: 1 },
    query: { id: '$fish' },
    answers: done(),
  },
  {
    name: 'another one too',
    who: 'manager',
    call: 'POST /admin/dish/status/{status}',
    path: { status: 1 },
    query: { id: '$rice' },
    answers: done(),
  },
  {
    name: 'the set meal’s editor picks from what is sold in a section',
    who: 'manager',
    call: 'GET /admin/dish/list',
    query: { categoryId: '$section' },
    answers: done(
      all(
        listOf(being(plainDish, { status: exactly(1), categoryId: exactly('$section') }), { min: 2, max: 2 }),
        one({ id: exactly('$fish'), price: exactly(56) }),
      ),
    ),
  },
  {
    name: 'or by a name, without a section',
    who: 'manager',
    call: 'GET /admin/dish/list',
    query: { name: '鱼片' },
    answers: done(listOf(being(plainDish, { id: exactly('$fish') }), { min: 1, max: 1 })),
  },
  {
    name: 'customers see what is sold, with flavours',
    who: 'customer',
    call: 'GET /user/dish/list',
    query: { categoryId: '$section' },
    answers: done(
      all(
        listOf(being(dish, { status: exactly(1) }), { min: 2, max: 2 }),
        one({ id: exactly('$fish'), flavors: listOf(having({}), { min: 2, max: 2 }) }),
        lacking(having({ id: exactly('$salad') })),
      ),
    ),
  },
]

/** After the orders: several go at one press, or none of them. */
export const dishesDeleted: readonly Row[] = [
  {
    name: 'a dish on sale stays',
    who: 'manager',
    call: 'DELETE /admin/dish',
    query: { ids: '$spare,$fish' },
    answers: refused('起售中的菜品不能删除'),
  },
  {
    name: 'and so does the other one of that press',
    who: 'manager',
    call: 'GET /admin/dish/{id}',
    path: { id: '$spare' },
    answers: done(dish),
  },
  {
    name: 'a dish stops being sold, and every set meal with it',
    who: 'manager',
    call: 'POST /admin/dish/status/{status}',
    path: { status: 0 },
    query: { id: '$rice' },
    answers: done(),
  },
  {
    name: 'what is part of a set meal stays',
    who: 'manager',
    call: 'DELETE /admin/dish',
    query: { ids: '$rice' },
    answers: refused('当前菜品关联了套餐,不能删除'),
  },
  {
    name: 'a dish is made that nobody needs',
    who: 'manager',
    call: 'POST /admin/dish',
    body: { ...form, name: '旧面昨日菜', flavors: [] },
    answers: done(),
  },
  {
    name: 'it is there',
    who: 'manager',
    call: 'GET /admin/dish/page',
    query: { page: 1, pageSize: 10, name: '昨日菜' },
    answers: done(page(listOf(dish, { min: 1, max: 1 }))),
    keeps: { stale: 'data.records.0.id' },
  },
  {
    name: 'what nobody needs goes',
    who: 'manager',
    call: 'DELETE /admin/dish',
    query: { ids: '$stale' },
    answers: done(),
  },
  {
    name: 'and the dish is gone',
    who: 'manager',
    call: 'GET /admin/dish/page',
    query: { page: 1, pageSize: 10, name: '旧面' },
    answers: done(page(lacking(having({ id: exactly('$stale') })))),
  },
]

function exactlyOf({ name, value }: typeof spicy) {
  return { name: exactly(name), value: exactly(value) }
}
