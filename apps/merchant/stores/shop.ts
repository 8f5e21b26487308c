import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Shop } from '../../web/gen/operations.ts'
import { call } from '../api.ts'
import { useAccount } from './account.ts'

/** The shop itself, as it was last read or changed here. */
export const useShop = defineStore('shop', () => {
  const account = useAccount()
  const shop = shallowRef<Shop | null>(null)

  const keep = (changed: Shop) => {
    shop.value = changed
  }
  const load = async () => keep(await call('getShop', { params: { shopId: account.shopId } }))
  return { shop, keep, load }
})
