import { setTimeout as sleep } from 'node:timers/promises'
import type { StartedServer } from './process.ts'

const restMs = { first: 200, longest: 5000 }

/** Starts a server again whenever it has ended, with longer rests where it does not start, until let go. */
export function keepUp(name: string, server: Pick<StartedServer, 'gone' | 'restart'>): { letGo(): void } {
  let isLetGo = false

  async function keep(): Promise<void> {
    let pauseMs = restMs.first
    while (!isLetGo) {
      await server.gone
      await sleep(pauseMs)
      if (isLetGo) return
      try {
        await server.restart()
        console.error(`${name} had ended and was started again`)
        pauseMs = restMs.first
      } catch (error) {
        console.error(`${name} could not be started again: ${error}`)
        pauseMs = Math.min(restMs.longest, pauseMs * 2)
      }
    }
  }

  void keep()
  return {
    letGo() {
      isLetGo = true
    },
  }
}
