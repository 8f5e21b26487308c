import { sha256Hex } from '#kit/crypto/crypto.ts'
import { rfc3339 } from '#kit/http/instants.ts'
import type { Catalog } from './domain/catalog.ts'
import { mealtimesChangeAt } from './domain/mealtimes.ts'
import { menuOf } from './domain/menu.ts'
import { standsUntil } from './domain/standing.ts'
import type { EncodedMenu, Menus } from './ports.ts'

/** Remembers a menu as long as its catalog stands as it did: an unchanged shop costs no encoding. */
export function createMenus(): Menus {
  const encoded = new WeakMap<Catalog, EncodedMenu>()
  return {
    menuOf(catalog, now) {
      const known = encoded.get(catalog)
      if (known && (known.freshUntil === 0 || now < known.freshUntil)) return known
      const menu = encode(catalog, now)
      encoded.set(catalog, menu)
      return menu
    },
  }
}

function encode(catalog: Catalog, now: number): EncodedMenu {
  const { shop, categories } = menuOf(catalog, now)
  const { opensAt, closesAt, busyUntil } = shop
  const moments = { opensAt: moment(opensAt), closesAt: moment(closesAt), busyUntil: moment(busyUntil) }
  const body = new TextEncoder().encode(JSON.stringify({ shop: { ...shop, ...moments }, categories }))
  return { etag: `"${sha256Hex(body)}"`, body, freshUntil: freshUntil(catalog, now) }
}

/** Until the shop stands otherwise, or a mealtime begins or ends; 0: for ever. */
function freshUntil(catalog: Catalog, now: number): number {
  const until = Math.min(standsUntil(catalog.shop, now) || Infinity, mealtimesChangeAt(catalog, now))
  return until === Infinity ? 0 : until
}

const moment = (instant: number) => (instant === 0 ? null : rfc3339(instant))
