import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Category, Dish, SetMeal, StockItem } from '../../web/gen/operations.ts'
import { call } from '../api.ts'
import { useAccount } from './account.ts'

export type Kind = Category['kind']

/** Everything the shop sells or could sell, and how much of it there is. */
export const useCatalog = defineStore('catalog', () => {
  const account = useAccount()
  const categories = shallowRef<readonly Category[]>([])
  const dishes = shallowRef<readonly Dish[]>([])
  const setMeals = shallowRef<readonly SetMeal[]>([])
  const stock = shallowRef<ReadonlyMap<string, StockItem>>(new Map())
  const nameOfCategory = computed(() => new Map(categories.value.map(({ id, name }) => [id, name])))
  const categoriesOf = (kind: Kind) => categories.value.filter((category) => category.kind === kind)

  async function load(): Promise<void> {
    const params = { shopId: account.shopId }
    const [a, b, c, d] = await Promise.all([
      call('listCategories', { params }),
      call('listDishes', { params }),
      call('listSetMeals', { params }),
      call('listStock', { params }),
    ])
    categories.value = a.items
    dishes.value = b.items
    setMeals.value = c.items
    stock.value = new Map(d.items.map((item) => [item.dishId, item]))
  }
  return { categories, dishes, setMeals, stock, nameOfCategory, categoriesOf, load }
})
