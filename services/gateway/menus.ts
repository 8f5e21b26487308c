import {
  CategoryChangedSchema,
  DishChangedSchema,
  SetMealChangedSchema,
  ShopChangedSchema,
} from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import type { Cache } from '#kit/cache/cache.ts'
import type { Sourced } from '#kit/cache/fetch.ts'
import { createTiers } from '#kit/cache/tiers.ts'
import type { Clock } from '#kit/clock.ts'
import { Fault } from '#kit/fault.ts'
import { type CachedBody, cachedBody } from '#kit/http/cached-body.ts'
import { type Watching, watch } from '#kit/messaging/listen.ts'
import type { Random } from '#kit/random.ts'
import { asGateway, type Clients } from './clients.ts'

/** Menus as they are served, kept for a moment, here and for the other gateways. */
export interface Menus {
  /** The menu if it is at hand and fresh. */
  find(shopId: string): CachedBody | undefined
  /** The menu, asked for once however many wait. Throws SHOP_MISSING, which is remembered too. */
  load(shopId: string): Promise<CachedBody>
  /** What makes a menu stale at once. */
  readonly watches: readonly Watching[]
}

export interface MenuNeeds extends Pick<Clients, 'catalog'> {
  readonly cache: Cache
  readonly clock: Clock
  readonly random: Random
  readonly ttlMs: number
  /** How long after that a menu is served where the catalog cannot be asked. */
  readonly graceMs: number
  readonly jitterRatio: number
  readonly menusMax: number
}

/** What the catalog answers. */
interface Menu {
  readonly etag: string
  readonly body: Uint8Array
}

export function createMenus(needs: MenuNeeds): Menus {
  const { ttlMs, graceMs, jitterRatio, menusMax } = needs
  const cacheControl = `public, max-age=${Math.floor(ttlMs / 1000)}`
  const tiers = createTiers<CachedBody>({
    ...needs,
    name: 'menu',
    source: (shopId) => askFor(shopId, needs.catalog, (menu) => served(menu, cacheControl)),
    codec: { encode: encodeMenu, decode: (bytes) => served(decodeMenu(bytes), cacheControl) },
    limits: { ttlMs, absentMs: ttlMs, graceMs, jitterRatio, entriesMax: menusMax },
  })
  const drop = ({ shopId }: { readonly shopId: string }) => void tiers.invalidate(shopId)

  return {
    find: (shopId) => tiers.find(shopId),
    async load(shopId) {
      const menu = await tiers.load(shopId)
      if (menu === undefined) throw new Fault('missing', 'SHOP_MISSING', 'There is no such shop')
      return menu
    },
    watches: [
      watch(ShopChangedSchema, drop),
      watch(CategoryChangedSchema, drop),
      watch(DishChangedSchema, drop),
      watch(SetMealChangedSchema, drop),
    ],
  }
}

async function askFor(
  shopId: string,
  catalog: Clients['catalog'],
  serve: (menu: Menu) => CachedBody,
): Promise<Sourced<CachedBody>> {
  try {
    const menu = await asGateway(() => catalog.getMenu({ shopId }))
    return { value: serve(menu), ...(menu.freshUntil > 0 && { freshUntil: menu.freshUntil }) }
  } catch (error) {
    if (error instanceof Fault && error.kind === 'missing') return { value: undefined }
    throw error
  }
}

function served({ etag, body }: Menu, cacheControl: string): CachedBody {
  const contentType = 'application/json; charset=utf-8'
  return cachedBody({ etag, body: Buffer.from(body), contentType, cacheControl })
}

const newline = 0x0a

/** The ETag, a newline and the body. */
function encodeMenu({ etag, full: { body } }: CachedBody): Uint8Array {
  if (!(body instanceof Uint8Array)) throw new Error('a menu is kept whole')
  return Buffer.concat([Buffer.from(`${etag}\n`), body])
}

function decodeMenu(bytes: Uint8Array): Menu {
  const end = bytes.indexOf(newline)
  const etag = Buffer.from(bytes.subarray(0, Math.max(0, end))).toString()
  if (!/^"[\x21\x23-\x7e]+"$/.test(etag)) throw new Error('not a menu')
  return { etag, body: bytes.subarray(end + 1) }
}
