import type { Row } from '../row.ts'
import { addresses } from './addresses.ts'
import { cart } from './cart.ts'
import { categories, categoriesDeleted } from './categories.ts'
import { dishes, dishesDeleted } from './dishes.ts'
import { employees } from './employees.ts'
import { ending } from './ending.ts'
import { entering, leaving } from './entering.ts'
import { messages } from './messages.ts'
import { ordering } from './ordering.ts'
import { pictures } from './pictures.ts'
import { profile } from './profile.ts'
import { olderReports, reports } from './reports.ts'
import { setMeals, setMealsDeleted, setMealsStopped } from './set-meals.ts'
import { shop } from './shop.ts'
import { wholeness } from './wholeness.ts'
import { working } from './working.ts'

/** A day of a shop, from the first login to the last; each row may use what those above it have kept. */
export const table: readonly Row[] = [
  ...[...entering, ...pictures, ...categories, ...dishes, ...setMeals, ...shop],
  ...[...cart, ...wholeness, ...addresses, ...profile],
  ...[...ordering, ...working, ...ending],
  ...[...reports, ...olderReports, ...messages],
  ...[...setMealsDeleted, ...dishesDeleted, ...setMealsStopped, ...categoriesDeleted],
  ...[...employees, ...leaving],
]
