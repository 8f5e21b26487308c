import { Problem } from './problem.ts'

const firstWaitMs = 2000
const longestWaitMs = 30_000

/**
 * Does what nobody waits for: where it cannot be done just now, again later. What is refused for good, a
 * right that is missing say, is left. Answers how to give it up.
 */
export function eventually(work: () => Promise<unknown>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let waitMs = firstWaitMs

  async function begin(): Promise<void> {
    try {
      await work()
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown
      if (!mayPass(thrown)) return
      timer = setTimeout(begin, waitMs)
      waitMs = Math.min(waitMs * 2, longestWaitMs)
    }
  }
  void begin()
  return () => clearTimeout(timer)
}

const mayPass = ({ status }: Problem) => status === 0 || status === 429 || status >= 500
