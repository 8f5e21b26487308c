import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Menu } from '../../web/gen/operations.ts'
import { Problem } from '../../web/problem.ts'
import { call, shopId } from '../api.ts'

/** What the shop sells now. */
export const useMenu = defineStore('menu', () => {
  const menu = shallowRef<Menu | null>(null)
  const problem = shallowRef<Problem | null>(null)

  async function load(): Promise<void> {
    problem.value = null
    try {
      menu.value = await call('getMenu', { params: { shopId } })
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown
      problem.value = thrown
    }
  }
  return { menu, problem, load }
})
