import type { Clock } from '#kit/clock.ts'
import type { Catalog, Change, Shop, Thing } from './domain/catalog.ts'
import type { ImageSize } from './domain/image.ts'
import type { Taking } from './domain/imported.ts'

/** All that the use cases need from outside; each asks for what it uses. */
export interface CatalogNeeds {
  readonly store: CatalogStore
  readonly menus: Menus
  /** Names bytes by their content: 64 hexadecimal digits. */
  readonly digest: (bytes: Uint8Array) => string
  /** A picture in the sizes it is shown in, ascending; throws IMAGE_INVALID where it cannot be decoded. */
  readonly resizePicture: (body: Uint8Array) => Promise<readonly ImageSize[]>
  readonly timeZone: () => string
  readonly clock: Pick<Clock, 'now'>
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
  /**
   * Records what `decide` makes of a thing of another installation, with the number it had there: once.
   * Throws SHOP_MISSING and whatever `decide` throws.
   */
  bringIn(
    shopId: string,
    thing: Thing,
    oldId: string,
    decide: (catalog: Catalog) => Taking,
  ): Promise<Imported>
  /** Whether these bytes were kept before, sized or not. */
  hasImage(id: string): Promise<boolean>
  /** Those of the pictures that were kept, sized or not. */
  findImages(ids: readonly string[]): Promise<readonly string[]>
  /** Counts one more picture of a customer on a day; false where there were as many as may be. */
  takeImageOf(customerId: string, day: number, most: number): Promise<boolean>
  /** Keeps the sizes of a picture in place of what was sent. */
  recordImage(id: string, sizes: readonly ImageSize[]): Promise<void>
  /** Keeps a picture whose sizes are made later. */
  recordUnsized(id: string, body: Uint8Array): Promise<void>
  /** The smallest size at least so wide, else the largest; 0: the largest. */
  findImage(id: string, width: number): Promise<ImageSize | undefined>
  findUnsized(id: string): Promise<Uint8Array | undefined>
}

/** What stands here for a thing of another installation; `skipped` is empty where it was brought in now. */
export interface Imported {
  readonly oldId: string
  readonly id: string
  readonly skipped: string
}

export interface Menus {
  /** The menu of a catalog as bytes with their tag; made once for as long as nothing in it changes. */
  menuOf(catalog: Catalog, now: number): EncodedMenu
}

export interface EncodedMenu {
  /** Strong and quoted: follows from the content alone. */
  readonly etag: string
  readonly body: Uint8Array
  /** When the shop stands otherwise by time alone; 0: never. */
  readonly freshUntil: number
}
