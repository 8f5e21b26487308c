import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import { eventually } from '../../web/eventually.ts'
import { call } from '../api.ts'
import { useAccount } from './account.ts'
import { useBoard } from './board.ts'

const openMax = '100'

/** How many claims wait to be decided. */
export const useClaims = defineStore('claims', () => {
  const account = useAccount()
  const board = useBoard()
  const open = ref(0)

  async function load(): Promise<void> {
    const params = { shopId: account.shopId }
    const { items } = await call('listShopClaims', { params, query: { states: 'OPEN', limit: openMax } })
    open.value = items.length
  }
  watch(
    () => board.messages[0],
    (told) => {
      if (told?.type.startsWith('claim.')) eventually(load)
    },
  )
  return { open, load }
})
