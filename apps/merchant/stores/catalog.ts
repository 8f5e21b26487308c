import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Category, Dish, StockItem } from '../../web/gen/operations.ts'
import { call } from '../api.ts'
import { useAccount } from './account.ts'

export type Kind = Category['kind']

/** What many screens ask of the menu: its categories, its dishes' names, and how much of them there is. */
export const useCatalog = defineStore('catalog', () => {
  const account = useAccount()
  const categories = shallowRef<readonly Category[]>([])
  const dishes = shallowRef<readonly Dish[]>([])
  const stock = shallowRef<ReadonlyMap<string, StockItem>>(new Map())
  const soldOut = shallowRef<ReadonlySet<string>>(new Set())
  const nameOfCategory = computed(() => new Map(categories.value.map(({ id, name }) => [id, name])))
  const categoriesOf = (kind: Kind) => categories.value.filter((category) => category.kind === kind)
  const shop = () => ({ params: { shopId: account.shopId } })

  async function loadCategories(): Promise<void> {
    categories.value = (await call('listCategories', shop())).items
  }
  async function loadDishes(): Promise<void> {
    dishes.value = (await call('listDishes', shop())).items
  }
  async function loadStock(): Promise<void> {
    const [kept, gone] = await Promise.all([call('listStock', shop()), call('listSoldOut', shop())])
    stock.value = new Map(kept.items.map((item) => [item.dishId, item]))
    soldOut.value = new Set(gone.items)
  }
  async function markSoldOut(dishId: string, isGone: boolean): Promise<void> {
    const params = { shopId: account.shopId, dishId }
    await call('markSoldOut', { params, body: { soldOut: isGone } })
    await loadStock()
  }
  return {
    ...{ categories, dishes, stock, soldOut, nameOfCategory },
    ...{ categoriesOf, loadCategories, loadDishes, loadStock, markSoldOut },
  }
})
