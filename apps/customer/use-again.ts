import { ref } from 'vue'
import { useRouter } from 'vue-router'
import { useAttempt } from '../web/attempt.ts'
import { call } from './api.ts'
import { useCart } from './stores/cart.ts'

/** Ordering the same again: into the cart with it, and what is no longer to be had is named first. */
export function useAgain() {
  const cart = useCart()
  const router = useRouter()
  const { problem, isRunning, attempt } = useAttempt()
  const leftOut = ref<readonly string[]>([])
  const toCart = () => router.push('/?cart=open')

  async function again(id: string): Promise<void> {
    const answer = await attempt(() => call('reorderOrder', { params: { id } }))
    if (!answer) return
    cart.show(answer.cart.lines)
    leftOut.value = answer.leftOut
    if (answer.leftOut.length === 0) await toCart()
  }
  const forget = () => {
    leftOut.value = []
  }
  return { problem, isRunning, leftOut, again, toCart, forget }
}
