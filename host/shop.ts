import { CatalogService } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { withContext } from '#kit/context.ts'
import { Fault } from '#kit/fault.ts'
import type { Assembled } from './assemble.ts'

/** A new installation has one shop, closed until somebody opens it. */
export async function ensureShop({ around }: Assembled): Promise<void> {
  const catalog = around.client(CatalogService)
  await withContext({ by: { kind: 'system', id: 'host' } }, async () => {
    try {
      await catalog.getShop({ shopId: '1' })
    } catch (thrown) {
      if (!(thrown instanceof Fault) || thrown.kind !== 'missing') throw thrown
      const fields = {
        name: '新店',
        address: '',
        phone: '',
        notice: '',
        packingFeeFen: 100,
        deliveryFeeFen: 600,
      }
      await catalog.createShop({ fields })
    }
  })
}
