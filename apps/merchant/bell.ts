/** The bell of a shop: it can ring only after somebody has pressed something on the page, as browsers want it. */
export interface Bell {
  /** Call it inside a press. */
  unlock(): Promise<void>
  readonly isUnlocked: () => boolean
  /** Rings until it is told to stop, louder as time goes by; of several tabs one rings. */
  ring(words: string, language: string): void
  silence(): void
}

const everyMs = 4000
const louderAfterMs = 20_000
const [quiet, loud] = [0.25, 0.9]

export function createBell(): Bell {
  let sound: AudioContext | undefined
  let timer: ReturnType<typeof setInterval> | undefined
  let release: (() => void) | undefined

  function chime(volume: number): void {
    if (!sound) return
    for (const [place, pitch] of [880, 1175, 1480].entries()) {
      const tone = new OscillatorNode(sound, { frequency: pitch, type: 'triangle' })
      const gain = new GainNode(sound, { gain: volume })
      const at = sound.currentTime + place * 0.18
      gain.gain.setValueAtTime(volume, at)
      gain.gain.exponentialRampToValueAtTime(0.001, at + 0.4)
      tone.connect(gain).connect(sound.destination)
      tone.start(at)
      tone.stop(at + 0.45)
    }
  }

  function silence(): void {
    clearInterval(timer)
    timer = undefined
    release?.()
    release = undefined
  }

  /** Held by the tab that rings; the others wait for it, and take over when that tab is closed. */
  function ringAlone(words: string, language: string): void {
    void navigator.locks.request('bell', { mode: 'exclusive' }, async () => {
      if (timer === undefined) return
      const begunAt = Date.now()
      const once = () => chime(Date.now() - begunAt > louderAfterMs ? loud : quiet)
      once()
      speak(words, language)
      clearInterval(timer)
      timer = setInterval(once, everyMs)
      await new Promise<void>((resolve) => {
        release = resolve
      })
    })
  }

  return {
    async unlock() {
      sound ??= new AudioContext()
      await sound.resume()
    },
    isUnlocked: () => sound?.state === 'running',
    ring(words, language) {
      if (timer !== undefined) return
      timer = setInterval(() => undefined, everyMs)
      ringAlone(words, language)
    },
    silence,
  }
}

/** Where the device has a voice. */
function speak(words: string, language: string): void {
  const voice = globalThis.speechSynthesis
  if (!voice) return
  const said = new SpeechSynthesisUtterance(words)
  said.lang = language
  voice.speak(said)
}
