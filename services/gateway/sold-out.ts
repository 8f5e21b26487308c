import { BackInStockSchema, SoldOutSchema } from '#contracts/gen/cangqiong/inventory/v1/inventory_pb.js'
import { sha256Hex } from '#kit/crypto/crypto.ts'
import { type Watching, watch } from '#kit/messaging/listen.ts'
import type { Clients } from './clients.ts'
import { createDocuments, type Document, type DocumentNeeds, type Documents } from './documents.ts'

/** What is sold out, beside the menu: stock moves with every order, and a menu does not. */
export interface SoldOut extends Pick<Documents, 'find' | 'load'> {
  readonly watches: readonly Watching[]
}

export interface SoldOutNeeds extends Pick<Clients, 'inventory' | 'catalog'>, DocumentNeeds {}

export function createSoldOut({ inventory, catalog, ...needs }: SoldOutNeeds): SoldOut {
  const { find, load, drop } = createDocuments('sold-out', ask, needs)
  return { find, load, watches: [watch(SoldOutSchema, drop), watch(BackInStockSchema, drop)] }

  async function ask(shopId: string): Promise<Document> {
    const [{ dishIds, freshUntil }] = await Promise.all([
      inventory.listSoldOut({ shopId }),
      // Stock knows no shops: one that is missing must not look like one where all is to be had.
      catalog.getShop({ shopId }),
    ])
    const body = new TextEncoder().encode(JSON.stringify({ items: dishIds }))
    return { etag: `"${sha256Hex(body)}"`, body, freshUntil }
  }
}
