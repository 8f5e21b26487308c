import { onBeforeUnmount, onMounted } from 'vue'

/** Asks again every so often while somebody looks, and at once when they look again or are back online. */
export function useFresh(ask: () => void, everyMs: number): void {
  const look = () => {
    if (document.visibilityState === 'visible') ask()
  }
  const timer = setInterval(look, everyMs)
  onMounted(() => {
    document.addEventListener('visibilitychange', look)
    addEventListener('online', look)
  })
  onBeforeUnmount(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', look)
    removeEventListener('online', look)
  })
}
