import type { CatalogNeeds, EncodedMenu } from '../ports.ts'

export async function getMenu(
  needs: Pick<CatalogNeeds, 'store' | 'menus' | 'clock'>,
  shopId: string,
): Promise<EncodedMenu> {
  return needs.menus.menuOf(await needs.store.catalogOf(shopId), needs.clock.now())
}
