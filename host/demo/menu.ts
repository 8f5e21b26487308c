import type { Look } from './looks.ts'
import { type DemoDish, sections } from './menu-dishes.ts'
import { type DemoSetMeal, setMeals } from './menu-set-meals.ts'
import type { Picture } from './pictures.ts'

export interface DemoCategory {
  readonly kind: 'DISH' | 'SET_MEAL'
  readonly name: string
  readonly sort: number
}

export const demoCategories: readonly DemoCategory[] = [
  { kind: 'DISH', name: '蜀味烤鱼', sort: 4 },
  { kind: 'DISH', name: '蜀味牛蛙', sort: 5 },
  { kind: 'DISH', name: '特色蒸菜', sort: 6 },
  { kind: 'DISH', name: '新鲜时蔬', sort: 7 },
  { kind: 'DISH', name: '水煮鱼', sort: 8 },
  { kind: 'DISH', name: '传统主食', sort: 9 },
  { kind: 'DISH', name: '酒水饮料', sort: 10 },
  { kind: 'DISH', name: '汤类', sort: 11 },
  { kind: 'SET_MEAL', name: '人气套餐', sort: 12 },
  { kind: 'SET_MEAL', name: '商务套餐', sort: 13 },
]

export const demoDishes: readonly DemoDish[] = Object.entries(sections)
  .flatMap(([category, dishes]) => dishes.map((dish) => ({ category, ...dish })))
  .map(({ look, options = [], ...dish }, at) => {
    return { ...dish, optionGroups: options, picture: pictureOf(look, 100 + at) }
  })

export const demoSetMeals: readonly DemoSetMeal[] = setMeals.map(({ look, ...meal }, at) => {
  return { ...meal, picture: pictureOf(look, 500 + at) }
})

/** Seeds begin far apart, so that no set meal lies like a dish. */
function pictureOf(look: Look, seed: number): Picture {
  return { ...look, seed }
}
