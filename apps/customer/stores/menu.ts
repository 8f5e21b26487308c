import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Menu } from '../../web/gen/operations.ts'
import { Problem } from '../../web/problem.ts'
import { call, shopId } from '../api.ts'

const place = 'menu'
const menuFreshMs = 60_000

/** What the shop sells now, and what it sold when it could last be asked. */
export const useMenu = defineStore('menu', () => {
  const menu = shallowRef<Menu | null>(null)
  const soldOut = shallowRef<ReadonlySet<string>>(new Set())
  const problem = shallowRef<Problem | null>(null)
  /** Whether what is shown is from an earlier time. */
  const isOld = ref(false)

  let menuAt = 0

  /** All of it. */
  function load(): Promise<void> {
    menuAt = 0
    return refresh()
  }
  /** What is sold out, which changes by the minute; the menu, which seldom does, where it is not fresh. */
  async function refresh(): Promise<void> {
    const isFresh = menu.value !== null && !isOld.value && Date.now() - menuAt < menuFreshMs
    try {
      await Promise.all([isFresh ? undefined : loadMenu(), loadSoldOut()])
      isOld.value = false
      problem.value = null
    } catch (thrown) {
      fallBack(thrown)
    }
  }
  async function loadMenu(): Promise<void> {
    menuAt = Date.now()
    const latest = await call('getMenu', { params: { shopId } })
    const text = JSON.stringify(latest)
    // Three hundred dishes are drawn anew only where one of them has changed.
    if (menu.value !== null && text === localStorage.getItem(place)) return
    menu.value = latest
    localStorage.setItem(place, text)
  }
  async function loadSoldOut(): Promise<void> {
    const { items } = await call('listSoldOut', { params: { shopId } })
    if (!holds(soldOut.value, items)) soldOut.value = new Set(items)
  }
  function fallBack(thrown: unknown): void {
    if (!(thrown instanceof Problem)) throw thrown
    const kept = localStorage.getItem(place)
    if (thrown.status !== 0 || kept === null) {
      problem.value = thrown
      return
    }
    menu.value ??= JSON.parse(kept)
    isOld.value = true
  }
  return { menu, soldOut, problem, isOld, load, refresh }
})

function holds(known: ReadonlySet<string>, items: readonly string[]): boolean {
  return items.length === known.size && items.every((id) => known.has(id))
}
