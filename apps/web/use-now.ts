import { onBeforeUnmount, ref } from 'vue'
import { serverNow } from './clock.ts'

/** The time by the server's clock, anew each second. */
export function useNow() {
  const now = ref(serverNow())
  const timer = setInterval(() => {
    now.value = serverNow()
  }, 1000)
  onBeforeUnmount(() => clearInterval(timer))
  return now
}
