import { defineStore } from 'pinia'
import { ref, shallowRef, watch } from 'vue'
import { follow, type Told } from '../../web/live.ts'
import { session } from '../api.ts'
import { useAccount } from './account.ts'

/** What happens to one's orders, as it happens. */
export const useLive = defineStore('live', () => {
  const isLive = ref(false)
  /** The last thing that happened. */
  const latest = shallowRef<Told | null>(null)
  const account = useAccount()
  let stop: (() => void) | undefined

  function restart(personId: string): void {
    stop?.()
    latest.value = null
    stop = personId === '' ? undefined : follow({ session, hear, onState })
  }
  const hear = (told: Told) => {
    latest.value = told
  }
  const onState = (state: boolean) => {
    isLive.value = state
  }
  watch(() => account.personId, restart, { immediate: true })
  return { isLive, latest }
})
