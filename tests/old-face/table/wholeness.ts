import { page, pageWith } from '../formats.ts'
import { done, type Row, refused } from '../row.ts'
import { all, exactly, having, including, lacking, listOf, nullOr } from '../shape.ts'
import { being, cartLine, category, dish } from '../things.ts'

const one = (fields: Parameters<typeof having>[0]) => including(having(fields))
const last = {
  ...{ name: '旧面绝版', price: '9.9', image: '', description: '', categoryId: '$section', flavors: [] },
  status: 1,
}
const pair = {
  ...{ name: '旧面绝配', price: '19.9', image: '', description: '', categoryId: '$mealSection' },
  setmealDishes: [{ dishId: '$last', name: '旧面绝版', price: 9.9, copies: 2 }],
}

/** One press is one change: all of it happens, or nothing, and it touches nothing else. */
export const wholeness: readonly Row[] = [
  {
    name: 'a dish is made and on sale at one press',
    who: 'manager',
    call: 'POST /admin/dish',
    body: last,
    answers: done(),
  },
  {
    name: 'and is on sale',
    who: 'manager',
    call: 'GET /admin/dish/page',
    query: { page: 1, pageSize: 10, name: '绝版' },
    answers: done(pageWith(one({ status: exactly(1) }), dish)),
    keeps: { last: 'data.records.0.id' },
  },
  {
    name: 'it gets into a cart',
    who: 'customer',
    call: 'POST /user/shoppingCart/add',
    body: { dishId: '$last' },
    answers: done(nullOr(cartLine)),
  },
  {
    name: 'so does another dish',
    who: 'customer',
    call: 'POST /user/shoppingCart/add',
    body: { dishId: '$rice' },
    answers: done(nullOr(cartLine)),
  },
  {
    name: 'the section of them is hidden',
    who: 'manager',
    call: 'POST /admin/category/status/{status}',
    path: { status: 0 },
    query: { id: '$section' },
    answers: done(),
  },
  {
    name: 'and keeps its name, its type and its place',
    who: 'manager',
    call: 'GET /admin/category/page',
    query: { page: 1, pageSize: 10, name: '旧面热炒' },
    answers: done(pageWith(one({ status: exactly(0), type: exactly(1), sort: exactly(3) }), category)),
  },
  {
    name: 'customers are offered nothing of a section that is hidden',
    who: 'customer',
    call: 'GET /user/dish/list',
    query: { categoryId: '$section' },
    answers: done(listOf(dish, { max: 0 })),
  },
  {
    name: 'a hidden section gets another place and stays hidden',
    who: 'manager',
    call: 'PUT /admin/category',
    body: { id: '$section', sort: 5 },
    answers: done(),
  },
  {
    name: 'as the list says',
    who: 'manager',
    call: 'GET /admin/category/page',
    query: { page: 1, pageSize: 10, name: '旧面热炒' },
    answers: done(pageWith(one({ status: exactly(0), sort: exactly(5) }), category)),
  },
  {
    name: 'the section is shown again',
    who: 'manager',
    call: 'POST /admin/category/status/{status}',
    path: { status: 1 },
    query: { id: '$section' },
    answers: done(),
  },
  {
    name: 'the dish is stopped',
    who: 'manager',
    call: 'POST /admin/dish/status/{status}',
    path: { status: 0 },
    query: { id: '$last' },
    answers: done(),
  },
  {
    name: 'no set meal of a stopped dish is made and on sale',
    who: 'manager',
    call: 'POST /admin/setmeal',
    body: { ...pair, status: 1 },
    answers: refused('套餐内包含未启售菜品，无法启售'),
  },
  {
    name: 'and none is left behind',
    who: 'manager',
    call: 'GET /admin/setmeal/page',
    query: { page: 1, pageSize: 10, name: '绝配' },
    answers: done(page(listOf(having({}), { max: 0 }))),
  },
  {
    name: 'the dish is deleted',
    who: 'manager',
    call: 'DELETE /admin/dish',
    query: { ids: '$last' },
    answers: done(),
  },
  {
    name: 'its line has left the cart, and the other one is there',
    who: 'customer',
    call: 'GET /user/shoppingCart/list',
    answers: done(
      all(
        listOf(being(cartLine, { dishId: exactly('$rice') }), { min: 1, max: 1 }),
        lacking(having({ name: exactly('') })),
      ),
    ),
  },
  {
    name: 'and this cart is emptied too',
    who: 'customer',
    call: 'DELETE /user/shoppingCart/clean',
    answers: done(),
  },
]
