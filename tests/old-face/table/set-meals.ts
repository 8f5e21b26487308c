import { minute, page, pageWith } from '../formats.ts'
import { done, missing, type Row, refused } from '../row.ts'
import { all, exactly, having, including, lacking, listOf } from '../shape.ts'
import { being, partShown, setMeal, setMealListed, setMealWhole } from '../things.ts'

const fish = { copies: 1, dishId: '$fish', name: '旧面鱼片', price: 56 }
const rice = { copies: 2, dishId: '$rice', name: '旧面米饭', price: 18.8 }
const salad = { copies: 1, dishId: '$salad', name: '旧面凉菜', price: 12.5 }

/** As the form has it; `code`, `dishList` and `idType` are for nobody. */
const form = {
  ...{ name: '旧面鱼饭', categoryId: '$mealSection', price: '80', code: '', image: '$image' },
  ...{ description: '', dishList: [], status: 0, idType: '$mealSection' },
}
const one = (fields: Parameters<typeof having>[0]) => including(having(fields))

export const setMeals: readonly Row[] = [
  {
    name: 'a set meal is made',
    who: 'manager',
    call: 'POST /admin/setmeal',
    body: { ...form, setmealDishes: [fish, rice] },
    answers: done(),
  },
  {
    name: 'one with a dish that is not sold is made',
    who: 'manager',
    call: 'POST /admin/setmeal',
    body: { ...form, name: '旧面凉菜饭', price: '25.5', setmealDishes: [salad, rice] },
    answers: done(),
  },
  {
    name: 'one is made that is sold at once, and nobody will miss',
    who: 'manager',
    call: 'POST /admin/setmeal',
    body: { ...form, name: '旧面两碗饭', price: 30, status: 1, setmealDishes: [rice] },
    answers: done(),
  },
  {
    name: 'it is on sale',
    who: 'manager',
    call: 'GET /admin/setmeal/page',
    query: { page: 1, pageSize: 10, name: '两碗饭', status: 1 },
    answers: done(pageWith(one({ price: exactly(30) }), setMealListed)),
    keeps: { spareMeal: 'data.records.0.id' },
  },
  {
    name: 'a set meal’s name is given once',
    who: 'manager',
    call: 'POST /admin/setmeal',
    body: { ...form, setmealDishes: [fish] },
    answers: refused("'旧面鱼饭'已存在"),
  },
  {
    name: 'a set meal of nothing is refused, not an error of the server',
    who: 'manager',
    call: 'POST /admin/setmeal',
    body: { ...form, name: '旧面空盘', setmealDishes: [] },
    answers: refused(),
  },
  {
    name: 'set meals are found by name and section, an empty status meaning all',
    who: 'manager',
    call: 'GET /admin/setmeal/page',
    query: { page: 1, pageSize: 10, name: '鱼饭', categoryId: '$mealSection', status: '' },
    answers: done(
      pageWith(
        one({ price: exactly(80), status: exactly(0) }),
        being(setMealListed, { categoryName: exactly('旧面双人餐') }),
      ),
    ),
    keeps: { meal: 'data.records.0.id' },
  },
  {
    name: 'and by status',
    who: 'manager',
    call: 'GET /admin/setmeal/page',
    query: { page: 1, pageSize: 10, name: '凉菜饭', status: 0 },
    answers: done(pageWith(one({ price: exactly(25.5) }), setMealListed)),
    keeps: { coldMeal: 'data.records.0.id' },
  },
  {
    name: 'a set meal is read with its dishes',
    who: 'manager',
    call: 'GET /admin/setmeal/{id}',
    path: { id: '$meal' },
    answers: done(
      being(setMealWhole, {
        setmealDishes: all(
          listOf(having({ setmealId: exactly('$meal') }), { min: 2, max: 2 }),
          one({ dishId: exactly('$rice'), copies: exactly(2), price: exactly(18.8) }),
        ),
      }),
    ),
  },
  {
    name: 'an unknown one is refused, not an error of the server',
    who: 'manager',
    call: 'GET /admin/setmeal/{id}',
    path: { id: 999999 },
    answers: missing,
  },
  {
    name: 'the form sends it back without a word of what it does not show',
    who: 'manager',
    call: 'PUT /admin/setmeal',
    body: {
      ...{ ...form, id: '$meal', price: '79.9', categoryName: null, description: '一鱼两饭' },
      setmealDishes: [fish, rice],
    },
    answers: done(),
  },
  {
    name: 'the list of set meals shows when each was changed last',
    who: 'manager',
    call: 'GET /admin/setmeal/page',
    query: { page: 1, pageSize: 10, name: '旧面鱼饭' },
    answers: done(page(including(having({ updateTime: minute })))),
  },
  {
    name: 'a set meal with a dish that is not sold cannot be sold',
    who: 'manager',
    call: 'POST /admin/setmeal/status/{status}',
    path: { status: 1 },
    query: { id: '$coldMeal' },
    answers: refused('套餐内包含未启售菜品，无法启售'),
  },
  {
    name: 'a set meal goes on sale, without a body',
    who: 'manager',
    call: 'POST /admin/setmeal/status/{status}',
    path: { status: 1 },
    query: { id: '$meal' },
    answers: done(),
  },
  {
    name: 'customers see what is sold in a section',
    who: 'customer',
    call: 'GET /user/setmeal/list',
    query: { categoryId: '$mealSection' },
    answers: done(
      all(
        listOf(being(setMeal, { status: exactly(1) }), { min: 2, max: 2 }),
        one({ id: exactly('$meal'), price: exactly(79.9) }),
      ),
    ),
  },
  {
    name: 'and what is in it',
    who: 'customer',
    call: 'GET /user/setmeal/dish/{id}',
    path: { id: '$meal' },
    answers: done(
      all(
        listOf(partShown, { min: 2, max: 2 }),
        one({ name: exactly('旧面米饭'), copies: exactly(2), image: exactly('$image') }),
      ),
    ),
  },
]

/** After the orders: several go at one press, or none of them. */
export const setMealsDeleted: readonly Row[] = [
  {
    name: 'a set meal on sale stays',
    who: 'manager',
    call: 'DELETE /admin/setmeal',
    query: { ids: '$coldMeal,$meal' },
    answers: refused('起售中的套餐不能删除'),
  },
  {
    name: 'and so does the other one of the same press',
    who: 'manager',
    call: 'GET /admin/setmeal/{id}',
    path: { id: '$coldMeal' },
    answers: done(setMealWhole),
  },
  {
    name: 'a set meal is stopped',
    who: 'manager',
    call: 'POST /admin/setmeal/status/{status}',
    path: { status: 0 },
    query: { id: '$spareMeal' },
    answers: done(),
  },
  {
    name: 'a stopped one goes',
    who: 'manager',
    call: 'DELETE /admin/setmeal',
    query: { ids: '$spareMeal' },
    answers: done(),
  },
  {
    name: 'and the set meal is gone',
    who: 'manager',
    call: 'GET /admin/setmeal/page',
    query: { page: 1, pageSize: 10, name: '旧面' },
    answers: done(page(lacking(having({ id: exactly('$spareMeal') })))),
  },
]

/** After one of its dishes has stopped being sold. */
export const setMealsStopped: readonly Row[] = [
  {
    name: 'a set meal stops with its dish, and customers see it no more',
    who: 'customer',
    call: 'GET /user/setmeal/list',
    query: { categoryId: '$mealSection' },
    answers: done(listOf(setMeal, { max: 0 })),
  },
]
