import type { Catalog, Change, Shop } from './domain/catalog.ts'
import type { Image } from './domain/image.ts'

/** All that the use cases need from outside; each asks for what it uses. */
export interface CatalogNeeds {
  readonly store: CatalogStore
  readonly menus: Menus
  /** Names bytes by their content: 64 hexadecimal digits. */
  readonly digest: (bytes: Uint8Array) => string
  readonly timeZone: () => string
}

export interface CatalogStore {
  /** The shop with all it has, as committed now; throws SHOP_MISSING. */
  catalogOf(shopId: string): Promise<Catalog>
  /** The shop a thing belongs to, for ever; undefined when there is no such thing. */
  shopOf(thing: Thing, id: string): Promise<string | undefined>
  recordShop(shop: Shop): Promise<Shop>
  /**
   * Lets `decide` see the shop as it stands, with nobody else changing it, and records what it decides
   * together with the events; answers the same with the ids given. Throws SHOP_MISSING and whatever `decide`
   * throws.
   */
  change<C extends Change>(shopId: string, decide: (catalog: Catalog) => C): Promise<C>
  recordImage(id: string, image: Image): Promise<void>
  findImage(id: string): Promise<Image | undefined>
}

export type Thing = 'category' | 'dish' | 'setMeal'

export interface Menus {
  /** The menu of a catalog as bytes with their tag; made once for each catalog seen. */
  menuOf(catalog: Catalog): EncodedMenu
}

export interface EncodedMenu {
  /** Strong and quoted: follows from the content alone. */
  readonly etag: string
  readonly body: Uint8Array
}
