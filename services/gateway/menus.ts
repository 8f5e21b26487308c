import {
  CategoryChangedSchema,
  DishChangedSchema,
  SetMealChangedSchema,
  ShopChangedSchema,
} from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { type Watching, watch } from '#kit/messaging/listen.ts'
import type { Clients } from './clients.ts'
import { createDocuments, type DocumentNeeds, type Documents } from './documents.ts'

/** Menus as they are served. */
export interface Menus extends Pick<Documents, 'find' | 'load'> {
  /** What makes a menu stale at once. */
  readonly watches: readonly Watching[]
}

export interface MenuNeeds extends Pick<Clients, 'catalog'>, DocumentNeeds {}

export function createMenus({ catalog, ...needs }: MenuNeeds): Menus {
  const { find, load, drop } = createDocuments('menu', (shopId) => catalog.getMenu({ shopId }), needs)
  const events = [ShopChangedSchema, CategoryChangedSchema, DishChangedSchema, SetMealChangedSchema]
  return { find, load, watches: events.map((event) => watch(event, drop)) }
}
