import type { Clock } from '#kit/clock.ts'
import type { Storage } from '#kit/storage/storage.ts'
import type { CatalogStore } from '../ports.ts'
import type { CatalogTables } from './tables.ts'

type ImageVerbs = Pick<
  CatalogStore,
  'hasImage' | 'findImages' | 'takeImageOf' | 'recordImage' | 'recordUnsized' | 'findImage' | 'findUnsized'
>

interface ImagesNeeds {
  readonly storage: Storage<CatalogTables>
  readonly clock: Clock
}

/** A picture is kept under the name of its content, so whoever keeps it first has kept it for all. */
export function createImages({ storage, clock }: ImagesNeeds): ImageVerbs {
  return {
    ...searches(storage),

    takeImageOf: (customerId, day, most) =>
      storage.tx('takeImageOf', async (tx) => {
        // Holds the customer's row, made now where there is none, until the transaction ends.
        const first = { customer_id: customerId, day, used: 0 }
        await tx.upsert('image_quota', first, ['customer_id'], ['customer_id'])
        const own = tx.db.updateTable('image_quota').where('customer_id', '=', customerId)
        await own.set({ day, used: 0 }).where('day', '<', day).execute()
        const taken = own.set((row) => ({ used: row('used', '+', 1) })).where('used', '<', most)
        return (await taken.executeTakeFirst()).numUpdatedRows === 1n
      }),

    recordImage: (id, sizes) =>
      storage.tx('recordImage', async (tx) => {
        const created_at = clock.now()
        for (const size of sizes) await tx.insertIgnore('image_size', { image_id: id, ...size, created_at })
        await tx.db.deleteFrom('image').where('id', '=', id).execute()
      }),

    async recordUnsized(id, body) {
      const row = { id, content_type: 'image/svg+xml', body, created_at: clock.now() }
      await storage.tx('recordUnsized', (tx) => tx.insertIgnore('image', row))
    },

    findImage: (id, width) =>
      storage.read('findImage', async (db) => {
        const sizes = db
          .selectFrom('image_size')
          .select(['width', 'body'])
          .where('image_id', '=', id)
          .limit(1)
        const enough = width > 0 ? await sizes.where('width', '>=', width).orderBy('width').execute() : []
        return enough[0] ?? (await sizes.orderBy('width', 'desc').executeTakeFirst())
      }),

    findUnsized: (id) =>
      storage.read('findUnsized', async (db) => {
        const row = await db.selectFrom('image').select('body').where('id', '=', id).executeTakeFirst()
        return row?.body
      }),
  }
}

function searches(storage: Storage<CatalogTables>): Pick<CatalogStore, 'hasImage' | 'findImages'> {
  return {
    hasImage: (id) =>
      storage.read('hasImage', async (db) => {
        const [sized, unsized] = await Promise.all([
          db.selectFrom('image_size').select('width').where('image_id', '=', id).limit(1).execute(),
          db.selectFrom('image').select('id').where('id', '=', id).execute(),
        ])
        return sized.length + unsized.length > 0
      }),

    findImages: (ids) =>
      storage.read('findImages', async (db) => {
        const [sized, unsized] = await Promise.all([
          db
            .selectFrom('image_size')
            .select('image_id as id')
            .distinct()
            .where('image_id', 'in', ids)
            .execute(),
          db.selectFrom('image').select('id').where('id', 'in', ids).execute(),
        ])
        return [...new Set([...sized, ...unsized].map(({ id }) => id))]
      }),
  }
}
