import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { useAttempt } from '../web/attempt.ts'
import type { Dish, SetMeal } from '../web/gen/operations.ts'
import { call } from './api.ts'
import { useAccount } from './stores/account.ts'
import type { Kind } from './stores/catalog.ts'

export type Sold = Dish | SetMeal
export const pageLength = 12
const typingMs = 250

/** A page of what the shop sells, looked for by name, category and whether it is on sale. */
export function useItems() {
  const account = useAccount()
  const { problem: unread, latest } = useAttempt()
  const { problem: undone, isRunning, attempt } = useAttempt()
  const problem = computed(() => undone.value ?? unread.value)
  const kind = ref<Kind>('DISH')
  const wish = reactive({ name: '', categoryId: '', onSale: '' as '' | 'true' | 'false' })
  const page = ref(1)
  const items = shallowRef<readonly Sold[] | null>(null)
  const total = ref(0)
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    const name = kind.value === 'DISH' ? 'searchDishes' : 'searchSetMeals'
    const asked = { params: { shopId: account.shopId }, query: queryOf(wish, page.value) }
    const found = await latest(() => call(name, asked))
    if (!found) return
    items.value = found.items
    total.value = found.total
  }
  /** Does something to the menu and shows what has become of it, also where it was refused. */
  async function change<T>(work: () => Promise<T>): Promise<T | undefined> {
    const done = await attempt(work)
    await load()
    return done
  }
  watch(kind, () => {
    Object.assign(wish, { categoryId: '' })
    items.value = null
  })
  watch([kind, wish], () => {
    page.value = 1
    clearTimeout(timer)
    timer = setTimeout(load, typingMs)
  })
  watch(page, load)
  void load()
  return { kind, wish, page, items, total, problem, isRunning, attempt, change, load }
}

function queryOf(wish: { name: string; categoryId: string; onSale: '' | 'true' | 'false' }, page: number) {
  return {
    ...(wish.name.trim() !== '' && { name: wish.name.trim() }),
    ...(wish.categoryId !== '' && { categoryId: wish.categoryId }),
    ...(wish.onSale !== '' && { onSale: wish.onSale }),
    page: String(page),
    limit: String(pageLength),
  }
}
