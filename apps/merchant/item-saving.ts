import type { Dish, SetMeal } from '../web/gen/operations.ts'
import { Problem } from '../web/problem.ts'
import { call } from './api.ts'
import { differences } from './conflict.ts'
import { type Draft, dishFieldsOf, draftOf, setMealFieldsOf } from './drafts.ts'
import type { Kind } from './stores/catalog.ts'

/** Writes a draft that is sound; answers what is there now where somebody else has written meanwhile. */
export async function saveDraft(kind: Kind, base: Draft, mine: Draft, shopId: string): Promise<Draft | null> {
  const theirs = await write(kind, mine, shopId)
  // What they changed is no part of a draft, for instance whether it is on sale.
  if (theirs !== null && differences(base, base, theirs).length === 0)
    return write(kind, { ...mine, version: theirs.version }, shopId)
  return theirs
}

async function write(kind: Kind, draft: Draft, shopId: string): Promise<Draft | null> {
  try {
    if (kind === 'DISH') await writeDish(draft, shopId)
    else await writeSetMeal(draft, shopId)
    return null
  } catch (thrown) {
    if (!(thrown instanceof Problem) || thrown.code !== 'ITEM_CHANGED') throw thrown
    return draftOf(await readItem(kind, draft.id))
  }
}

function readItem(kind: Kind, id: string): Promise<Dish | SetMeal> {
  const params = { id }
  return kind === 'DISH' ? call('getDish', { params }) : call('getSetMeal', { params })
}

async function writeDish(draft: Draft, shopId: string): Promise<void> {
  const body = dishFieldsOf(draft)
  if (!body) return
  const { id, version } = draft
  if (id === '') await call('createDish', { params: { shopId }, body })
  else await call('updateDish', { params: { id }, body: { ...body, version } })
}

async function writeSetMeal(draft: Draft, shopId: string): Promise<void> {
  const body = setMealFieldsOf(draft)
  if (!body) return
  const { id, version } = draft
  if (id === '') await call('createSetMeal', { params: { shopId }, body })
  else await call('updateSetMeal', { params: { id }, body: { ...body, version } })
}
