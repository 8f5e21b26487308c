import { Fault } from '#kit/fault.ts'
import type { Catalog, Thing } from '../domain/catalog.ts'
import {
  type ImportedMenu,
  importedMax,
  type Taking,
  takeCategory,
  takeDish,
  takeSetMeal,
} from '../domain/imported.ts'
import { type Actor, assertSystem } from '../domain/permission.ts'
import type { CatalogNeeds, Imported } from '../ports.ts'

type Needs = Pick<CatalogNeeds, 'store'>

/** Brings a menu over thing by thing: each once, and what breaks a rule of the menu stays behind alone. */
export async function importMenu(
  needs: Needs,
  by: Actor,
  shopId: string,
  { categories, dishes, setMeals }: ImportedMenu,
): Promise<readonly Imported[]> {
  assertSystem(by)
  if (categories.length + dishes.length + setMeals.length > importedMax)
    throw new Fault('invalid', 'FIELDS_INVALID', `at most ${importedMax} things at once`)
  const imported: Imported[] = []
  for (const one of categories)
    imported.push(
      await bringIn(needs, shopId, ['category', one.oldId], (catalog) => takeCategory(catalog, one)),
    )
  for (const one of dishes)
    imported.push(await bringIn(needs, shopId, ['dish', one.oldId], (catalog) => takeDish(catalog, one)))
  for (const one of setMeals)
    imported.push(
      await bringIn(needs, shopId, ['setMeal', one.oldId], (catalog) => takeSetMeal(catalog, one)),
    )
  return imported
}

async function bringIn(
  { store }: Needs,
  shopId: string,
  [thing, oldId]: readonly [Thing, string],
  decide: (catalog: Catalog) => Taking,
): Promise<Imported> {
  try {
    return await store.bringIn(shopId, thing, oldId, decide)
  } catch (error) {
    if (!(error instanceof Fault) || !ofTheThing.has(error.kind)) throw error
    return { oldId, id: '', skipped: error.reason }
  }
}

/** Refusals that say something of the thing itself, and nothing of the moment. */
const ofTheThing: ReadonlySet<string> = new Set(['invalid', 'precondition', 'conflict', 'missing'])
