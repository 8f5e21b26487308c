import { LRUCache } from 'lru-cache'
import {
  CategoryChangedSchema,
  DishChangedSchema,
  SetMealChangedSchema,
  ShopChangedSchema,
} from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import type { Clock } from '#kit/clock.ts'
import { Fault } from '#kit/fault.ts'
import { type CachedBody, cachedBody } from '#kit/http/cached-body.ts'
import { type Watching, watch } from '#kit/messaging/listen.ts'
import { asGateway, type Clients } from './clients.ts'

/** Menus as they are served, kept for a moment. */
export interface Menus {
  /** The menu if it is at hand and fresh. */
  find(shopId: string): CachedBody | undefined
  /** The menu, asked for once however many wait. Throws SHOP_MISSING, which is remembered too. */
  load(shopId: string): Promise<CachedBody>
  /** What makes a menu stale at once. */
  readonly watches: readonly Watching[]
}

export interface MenuNeeds extends Pick<Clients, 'catalog'> {
  readonly clock: Clock
  readonly ttlMs: number
  readonly menusMax: number
}

/** A menu, or the fault that says there is none. */
interface Known {
  readonly until: number
  readonly found: CachedBody | Fault
}

export function createMenus(needs: MenuNeeds): Menus {
  const { clock, ttlMs, menusMax } = needs
  const known = new LRUCache<string, Known>({ max: menusMax })
  const loading = new Map<string, Promise<CachedBody | Fault>>()

  function fresh(shopId: string): CachedBody | Fault | undefined {
    const entry = known.get(shopId)
    return entry !== undefined && entry.until > clock.now() ? entry.found : undefined
  }

  /** What a change made stale while it was on its way is answered, but not kept. */
  function begin(shopId: string): Promise<CachedBody | Fault> {
    const until = clock.now() + ttlMs
    const asked = askFor(shopId, needs)
    const isCurrent = () => loading.get(shopId) === asked
    loading.set(shopId, asked)
    const kept = asked.then((found) => isCurrent() && known.set(shopId, { until, found }))
    kept.catch(() => undefined).finally(() => isCurrent() && loading.delete(shopId))
    return asked
  }

  const drop = ({ shopId }: { readonly shopId: string }) => {
    known.delete(shopId)
    loading.delete(shopId)
  }

  return {
    find(shopId) {
      const found = fresh(shopId)
      return found instanceof Fault ? undefined : found
    },
    async load(shopId) {
      const found = fresh(shopId) ?? (await (loading.get(shopId) ?? begin(shopId)))
      if (found instanceof Fault) throw found
      return found
    },
    watches: [
      watch(ShopChangedSchema, drop),
      watch(CategoryChangedSchema, drop),
      watch(DishChangedSchema, drop),
      watch(SetMealChangedSchema, drop),
    ],
  }
}

async function askFor(shopId: string, { catalog, ttlMs }: MenuNeeds): Promise<CachedBody | Fault> {
  try {
    const { etag, body } = await asGateway(() => catalog.getMenu({ shopId }))
    const contentType = 'application/json; charset=utf-8'
    const cacheControl = `public, max-age=${Math.floor(ttlMs / 1000)}`
    return cachedBody({ etag, body: Buffer.from(body), contentType, cacheControl })
  } catch (error) {
    if (error instanceof Fault && error.kind === 'missing') return error
    throw error
  }
}
