import { minute, page, pageWith } from '../formats.ts'
import { done, missing, type Row, refused, refusedLoudly } from '../row.ts'
import { all, exactly, having, including, lacking, listOf } from '../shape.ts'
import { being, category } from '../things.ts'

const one = (fields: Parameters<typeof having>[0]) => including(having(fields))

/** Sections of the menu: `type` 1 of dishes, 2 of set meals. The form sends its numbers as texts. */
export const categories: readonly Row[] = [
  {
    name: 'a section of dishes is made, its numbers sent as texts',
    who: 'manager',
    call: 'POST /admin/category',
    body: { name: '旧面小炒', type: '1', sort: '7' },
    answers: done(),
  },
  {
    name: 'a section of set meals is made',
    who: 'manager',
    call: 'POST /admin/category',
    body: { name: '旧面套餐', type: '2', sort: '8' },
    answers: done(),
  },
  {
    name: 'a section nobody will need is made',
    who: 'manager',
    call: 'POST /admin/category',
    body: { name: '旧面空栏', type: '1', sort: '9' },
    answers: done(),
  },
  {
    name: 'a section’s name is given once',
    who: 'manager',
    call: 'POST /admin/category',
    body: { name: '旧面小炒', type: '1', sort: '1' },
    answers: refused("'旧面小炒'已存在"),
  },
  {
    name: 'a new section is disabled',
    who: 'manager',
    call: 'GET /admin/category/page',
    query: { page: 1, pageSize: 10, name: '旧面小炒' },
    answers: done(
      pageWith(one({ type: exactly(1), sort: exactly(7) }), being(category, { status: exactly(0) })),
    ),
    keeps: { section: 'data.records.0.id' },
  },
  {
    name: 'sections are found by their type too',
    who: 'manager',
    call: 'GET /admin/category/page',
    query: { page: 1, pageSize: 10, name: '旧面', type: 2 },
    answers: done(page(listOf(being(category, { type: exactly(2) }), { min: 1, max: 1 }))),
    keeps: { mealSection: 'data.records.0.id' },
  },
  {
    name: 'the empty section is found',
    who: 'manager',
    call: 'GET /admin/category/page',
    query: { page: 1, pageSize: 10, name: '空栏' },
    answers: done(page(listOf(category, { min: 1, max: 1 }))),
    keeps: { emptySection: 'data.records.0.id' },
  },
  {
    name: 'a section is renamed by a form that sends no type',
    who: 'manager',
    call: 'PUT /admin/category',
    body: { id: '$section', name: '旧面热炒', sort: '3' },
    answers: done(),
  },
  {
    name: 'a section is renamed by one that sends the type, and a number as a number',
    who: 'manager',
    call: 'PUT /admin/category',
    body: { id: '"$mealSection"', name: '旧面双人餐', type: '2', sort: 4 },
    answers: done(),
  },
  {
    name: 'it keeps its type and its status',
    who: 'manager',
    call: 'GET /admin/category/page',
    query: { page: 1, pageSize: 10, name: '旧面热炒' },
    answers: done(pageWith(one({ id: exactly('$section'), type: exactly(1), sort: exactly(3) }), category)),
  },
  {
    name: 'the list of sections shows when each was changed last',
    who: 'manager',
    call: 'GET /admin/category/page',
    query: { page: 1, pageSize: 10, name: '旧面热炒' },
    answers: done(page(including(having({ updateTime: minute })))),
  },
  {
    name: 'a section is enabled, without a body',
    who: 'manager',
    call: 'POST /admin/category/status/{status}',
    path: { status: 1 },
    query: { id: '$section' },
    answers: done(),
  },
  {
    name: 'the section of set meals is enabled',
    who: 'manager',
    call: 'POST /admin/category/status/{status}',
    path: { status: 1 },
    query: { id: '$mealSection' },
    answers: done(),
  },
  {
    name: 'the page says 成功 of every HTTP 200, so what is not there is refused by its status',
    who: 'manager',
    call: 'POST /admin/category/status/{status}',
    path: { status: 1 },
    query: { id: 999999 },
    answers: refusedLoudly(404),
  },
  {
    name: 'the editor of dishes lists what is enabled, as a plain list whatever page it names',
    who: 'manager',
    call: 'GET /admin/category/list',
    query: { type: 1, page: 1, pageSize: 1000 },
    answers: done(
      all(
        listOf(being(category, { type: exactly(1), status: exactly(1) }), { min: 1 }),
        one({ id: exactly('$section') }),
        lacking(having({ id: exactly('$emptySection') })),
      ),
    ),
  },
  {
    name: 'customers see all that is enabled where they name no type',
    who: 'customer',
    call: 'GET /user/category/list',
    query: { type: '' },
    answers: done(
      all(
        listOf(being(category, { status: exactly(1) })),
        one({ id: exactly('$section') }),
        one({ id: exactly('$mealSection'), type: exactly(2) }),
      ),
    ),
  },
]

/** After the dishes and set meals: what is used stays. */
export const categoriesDeleted: readonly Row[] = [
  {
    name: 'a section with dishes in it stays',
    who: 'manager',
    call: 'DELETE /admin/category',
    query: { id: '$section' },
    answers: refused('当前分类关联了菜品,不能删除'),
  },
  {
    name: 'a section with set meals in it stays',
    who: 'manager',
    call: 'DELETE /admin/category',
    query: { id: '$mealSection' },
    answers: refused('当前分类关联了套餐,不能删除'),
  },
  {
    name: 'an empty one goes',
    who: 'manager',
    call: 'DELETE /admin/category',
    query: { id: '$emptySection' },
    answers: done(),
  },
  {
    name: 'and cannot go twice',
    who: 'manager',
    call: 'DELETE /admin/category',
    query: { id: '$emptySection' },
    answers: missing,
  },
]
