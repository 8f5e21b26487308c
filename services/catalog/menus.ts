import { sha256Hex } from '#kit/crypto/crypto.ts'
import type { Catalog } from './domain/catalog.ts'
import { menuOf } from './domain/menu.ts'
import type { EncodedMenu, Menus } from './ports.ts'

/** Remembers a menu as long as its catalog: an unchanged shop costs no encoding. */
export function createMenus(): Menus {
  const encoded = new WeakMap<Catalog, EncodedMenu>()
  return {
    menuOf(catalog) {
      const known = encoded.get(catalog)
      if (known) return known
      const menu = encode(catalog)
      encoded.set(catalog, menu)
      return menu
    },
  }
}

function encode(catalog: Catalog): EncodedMenu {
  const body = new TextEncoder().encode(JSON.stringify(menuOf(catalog)))
  return { etag: `"${sha256Hex(body)}"`, body }
}
