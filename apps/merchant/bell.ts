import { createChime } from './chime.ts'

/** The bell of a shop: it can ring only after somebody has pressed something on the page. */
export interface Bell {
  /** Call it inside a press. */
  unlock(): Promise<void>
  isUnlocked(): boolean
  /** Rings until it is told to stop, louder as time goes by; of several tabs one rings. */
  ring(words: string, language: string): void
  silence(): void
}

const everyMs = 4000
const louderAfterMs = 20_000
const [quiet, loud] = [0.25, 0.9]

export function createBell(): Bell {
  const chime = createChime()
  /** Aborted when the bell is to be silent. */
  let ringing: AbortController | undefined

  return {
    unlock: () => chime.unlock(),
    isUnlocked: () => chime.isUnlocked(),
    ring(words, language) {
      if (ringing) return
      ringing = new AbortController()
      const { signal } = ringing
      void alone(signal, () => {
        const begunAt = Date.now()
        const once = () => chime.sound(Date.now() - begunAt > louderAfterMs ? loud : quiet)
        once()
        speak(words, language)
        const timer = setInterval(once, everyMs)
        signal.addEventListener('abort', () => clearInterval(timer))
      })
    },
    silence() {
      ringing?.abort()
      ringing = undefined
    },
  }
}

/** Held by the tab that rings; the others wait for it, and take over when that tab is closed. */
async function alone(signal: AbortSignal, ring: () => void): Promise<void> {
  const untilSilent = () =>
    new Promise<void>((resolve) => {
      ring()
      signal.addEventListener('abort', () => resolve())
    })
  // Who is told to be silent while waiting has nothing to do.
  await navigator.locks.request('bell', { signal }, untilSilent).catch(() => undefined)
}

/** Where the device has a voice. */
function speak(words: string, language: string): void {
  const voice = globalThis.speechSynthesis
  if (!voice) return
  const said = new SpeechSynthesisUtterance(words)
  said.lang = language
  voice.speak(said)
}
