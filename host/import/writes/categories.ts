import { CatalogService } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { categoryOf } from '../maps/category.ts'
import { bookAll, mapAll, menuRowsAtOnce, type Writing } from './writing.ts'

export async function writeCategories({ client, stage, ledger, shopId, categories }: Writing): Promise<void> {
  const account = ledger.of('category')
  for (const rows of stage.pages('category', menuRowsAtOnce)) {
    const taken = mapAll(rows, account, categoryOf)
    const drafts = taken.map(({ oldId, take }) => ({ oldId, fields: take }))
    const { imported } = await client(CatalogService).importMenu({ shopId, categories: drafts })
    for (const [index, { oldId, take }] of taken.entries()) {
      const id = imported[index]?.id ?? ''
      if (id !== '') categories.set(oldId, { id, name: take.name })
    }
    bookAll(taken, imported, account)
  }
}
