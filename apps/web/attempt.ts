import { readonly, ref, shallowRef } from 'vue'
import { Problem } from './problem.ts'

/** Something that may be refused: what of it is shown while it runs and afterwards. */
export function useAttempt() {
  const problem = shallowRef<Problem | null>(null)
  const isRunning = ref(false)

  /** Answers what the work answers; undefined where it was refused, which `problem` then tells. */
  async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (isRunning.value) return undefined
    isRunning.value = true
    problem.value = null
    try {
      return await work()
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown
      problem.value = thrown
      return undefined
    } finally {
      isRunning.value = false
    }
  }
  return { problem, isRunning: readonly(isRunning), attempt }
}
