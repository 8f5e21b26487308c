import { type Answer, type Call, call } from '../journeys/api.ts'

const answerMs = 15_000
const pauseMs = 150
const patienceMs = 120_000

/** How requests ended that got no definite answer, by code. */
export type Trouble = Map<string, number>

export interface Patience {
  readonly trouble: Trouble
  /** Ends all asking. */
  readonly ended: AbortSignal
}

/**
 * Asks until there is a definite answer. A broken connection, a silence or a 5xx says nothing of what was
 * done, so the same request is sent again, with the same key where it has one.
 */
export async function persist(url: string, request: Call, { trouble, ended }: Patience): Promise<Answer> {
  const endsAt = Date.now() + patienceMs
  for (;;) {
    ended.throwIfAborted()
    const answer = await once(url, request)
    if (typeof answer !== 'string') return answer
    trouble.set(answer, (trouble.get(answer) ?? 0) + 1)
    const { method, path } = request
    if (Date.now() > endsAt) throw new Error(`${method} ${path}: ${answer} for ${patienceMs} ms`)
    await pause(pauseMs)
  }
}

/** A definite answer, or what came instead of it. */
async function once(url: string, request: Call): Promise<Answer | string> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<string>((settle) => {
    timer = setTimeout(() => settle('no answer'), answerMs)
  })
  try {
    const answer = await Promise.race([call(url, request), silence])
    if (typeof answer === 'string' || answer.status < 500) return answer
    return `${answer.status} ${answer.body?.code ?? ''}`
  } catch {
    return 'no connection'
  } finally {
    clearTimeout(timer)
  }
}

export const pause = (ms: number) => new Promise<void>((settle) => setTimeout(settle, ms))
