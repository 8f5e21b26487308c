import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import { Problem } from '../../web/problem.ts'
import { call } from '../api.ts'
import { useAccount } from './account.ts'
import { useLive } from './live.ts'

/** How many messages wait to be read. */
export const useUnread = defineStore('unread', () => {
  const count = ref(0)
  const account = useAccount()
  const live = useLive()

  /** A number beside a word: where nobody can say, it stays what it was. */
  async function load(): Promise<void> {
    if (!account.isLoggedIn) {
      count.value = 0
      return
    }
    try {
      count.value = (await call('countUnreadMessages')).unread
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown
    }
  }
  watch([() => account.personId, () => live.latest, () => live.isLive], load, { immediate: true })
  return { count, load }
})
