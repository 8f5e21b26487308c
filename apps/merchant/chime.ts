/** The sound of the bell: three tones, made here. */
export interface Chime {
  /** Call it inside a press, as browsers want it. */
  unlock(): Promise<void>
  isUnlocked(): boolean
  sound(volume: number): void
}

const pitches = [880, 1175, 1480]

export function createChime(): Chime {
  let audio: AudioContext | undefined
  return {
    async unlock() {
      audio ??= new AudioContext()
      await audio.resume()
    },
    isUnlocked: () => audio?.state === 'running',
    sound(volume) {
      for (const [place, frequency] of pitches.entries()) {
        if (!audio) return
        const tone = new OscillatorNode(audio, { frequency, type: 'triangle' })
        const gain = new GainNode(audio, { gain: volume })
        const at = audio.currentTime + place * 0.18
        gain.gain.setValueAtTime(volume, at)
        gain.gain.exponentialRampToValueAtTime(0.001, at + 0.4)
        tone.connect(gain).connect(audio.destination)
        tone.start(at)
        tone.stop(at + 0.45)
      }
    },
  }
}
