import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Menu } from '../../web/gen/operations.ts'
import { Problem } from '../../web/problem.ts'
import { call, shopId } from '../api.ts'

const place = 'menu'

/** What the shop sells now, and what it sold when it could last be asked. */
export const useMenu = defineStore('menu', () => {
  const menu = shallowRef<Menu | null>(null)
  const problem = shallowRef<Problem | null>(null)
  /** Whether what is shown is from an earlier time. */
  const isOld = ref(false)

  async function load(): Promise<void> {
    problem.value = null
    try {
      menu.value = await call('getMenu', { params: { shopId } })
      isOld.value = false
      localStorage.setItem(place, JSON.stringify(menu.value))
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown
      const kept = localStorage.getItem(place)
      if (thrown.status === 0 && kept !== null) {
        menu.value = JSON.parse(kept)
        isOld.value = true
      } else problem.value = thrown
    }
  }
  return { menu, problem, isOld, load }
})
