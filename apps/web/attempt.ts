import { readonly, ref, shallowRef } from 'vue'
import { Problem } from './problem.ts'

/** Something that may be refused: what of it is shown while it runs and afterwards. */
export function useAttempt() {
  const problem = shallowRef<Problem | null>(null)
  const isRunning = ref(false)
  let questions = 0

  /**
   * Does something once: pressed again while it runs it does nothing. Answers what the work answers;
   * undefined where it was refused, which `problem` then tells.
   */
  async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (isRunning.value) return undefined
    isRunning.value = true
    problem.value = null
    try {
      return await work()
    } catch (thrown) {
      problem.value = problemOf(thrown)
      return undefined
    } finally {
      isRunning.value = false
    }
  }

  /** Asks for what is shown: of several questions the last counts; what was overtaken answers undefined. */
  async function latest<T>(question: () => Promise<T>): Promise<T | undefined> {
    questions += 1
    const mine = questions
    problem.value = null
    try {
      const answer = await question()
      return mine === questions ? answer : undefined
    } catch (thrown) {
      const refusal = problemOf(thrown)
      if (mine === questions) problem.value = refusal
      return undefined
    }
  }
  return { problem, isRunning: readonly(isRunning), attempt, latest }
}

/** Anything else is a bug and must be heard. */
function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown
  throw thrown
}
