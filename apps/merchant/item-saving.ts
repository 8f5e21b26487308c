import type { Dish, SetMeal } from '../web/gen/operations.ts'
import { call } from './api.ts'
import { type Draft, dishFieldsOf, draftOf, setMealFieldsOf } from './drafts.ts'
import type { Kind } from './stores/catalog.ts'

/** What is there now, where somebody else has changed it since the draft was begun; else null. */
export async function theirsOf(kind: Kind, draft: Draft): Promise<Draft | null> {
  if (draft.id === '') return null
  const params = { id: draft.id }
  const now: Dish | SetMeal =
    kind === 'DISH' ? await call('getDish', { params }) : await call('getSetMeal', { params })
  return now.version === draft.version ? null : draftOf(now)
}

/** Writes a draft that is sound: a new item, or what an old one is from now on. */
export async function saveDraft(kind: Kind, draft: Draft, shopId: string): Promise<void> {
  if (kind === 'DISH') await saveDish(draft, shopId)
  else await saveSetMeal(draft, shopId)
}

async function saveDish(draft: Draft, shopId: string): Promise<void> {
  const body = dishFieldsOf(draft)
  if (!body) return
  if (draft.id === '') await call('createDish', { params: { shopId }, body })
  else await call('updateDish', { params: { id: draft.id }, body })
}

async function saveSetMeal(draft: Draft, shopId: string): Promise<void> {
  const body = setMealFieldsOf(draft)
  if (!body) return
  if (draft.id === '') await call('createSetMeal', { params: { shopId }, body })
  else await call('updateSetMeal', { params: { id: draft.id }, body })
}
