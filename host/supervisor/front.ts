import { keepUp } from '../servers/keep-up.ts'
import { type StartedNginx, startNginx } from '../servers/nginx.ts'

/** The one address people know, before however many gateways. */
export interface Front {
  /** Sends everything new to these gateways, by the addresses they answer HTTP at. */
  shift(gateways: readonly string[]): Promise<void>
  stop(): Promise<void>
}

/** Where the one gateway answers at the address itself, nothing stands before it. */
export const noFront: Front = { shift: async () => undefined, stop: async () => undefined }

/**
 * nginx on a port of its own; it starts with the first gateways it is told, and again where it dies. One
 * shift at a time.
 */
export function createFront(port: number): Front {
  let nginx: StartedNginx | undefined
  let keeping: { letGo(): void } | undefined
  let last: Promise<void> = Promise.resolve()

  async function shiftNow(hosts: readonly string[]): Promise<void> {
    if (nginx) return nginx.shift(hosts)
    nginx = await startNginx(port, hosts)
    keeping = keepUp('nginx', nginx)
  }

  return {
    shift(gateways) {
      const hosts = gateways.map((address) => new URL(address).host)
      const shifted = last.then(() => shiftNow(hosts))
      last = shifted.catch(() => undefined)
      return shifted
    },
    async stop() {
      keeping?.letGo()
      await nginx?.stop()
    },
  }
}
