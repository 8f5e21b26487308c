import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Shop, ShopHours } from '../../web/gen/operations.ts'
import { Problem } from '../../web/problem.ts'
import { call, shopId } from '../api.ts'

/** More of the shop than stands on its menu: how long it takes, and when it opens. */
export const useShop = defineStore('shop', () => {
  const shop = shallowRef<Shop | null>(null)
  const hours = shallowRef<ShopHours | null>(null)
  /** From the order to the door, as long as the shop takes at the moment. */
  const minutes = computed(() => {
    if (!shop.value) return 0
    const { preparationMinutes, deliveryMinutes, busyMinutes } = shop.value
    return preparationMinutes + busyMinutes + deliveryMinutes
  })

  async function load(): Promise<void> {
    shop.value = await call('getShop', { params: { shopId } })
  }
  async function loadHours(): Promise<void> {
    await Promise.all([load(), call('getShopHours', { params: { shopId } }).then(keepHours)])
  }
  const keepHours = (found: ShopHours) => {
    hours.value = found
  }
  /** The menu does without. */
  async function loadIfReached(): Promise<void> {
    try {
      await load()
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown
    }
  }
  return { shop, hours, minutes, load, loadHours, loadIfReached }
})
