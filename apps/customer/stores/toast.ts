import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { Problem } from '../../web/problem.ts'

export interface Toast {
  readonly text: string
  readonly isBad?: boolean
  /** The word on its button, and what pressing it does. */
  readonly action?: { readonly word: string; readonly run: () => void }
}

const shownMs = 5000

/** What is said in passing, beneath whatever screen there is; the next takes the place of the last. */
export const useToast = defineStore('toast', () => {
  const current = shallowRef<Toast | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined

  function say(toast: Toast): void {
    clearTimeout(timer)
    current.value = toast
    timer = setTimeout(close, shownMs)
  }
  function close(): void {
    current.value = null
  }
  /** Says why something was refused, with its code; what is no refusal is a bug and goes on. */
  function tell(thrown: unknown, unreachable: string): void {
    if (!(thrown instanceof Problem)) throw thrown
    say({ text: `${thrown.message || unreachable} (${thrown.code})`, isBad: true })
  }
  return { current, say, close, tell }
})
