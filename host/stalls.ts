import { readFileSync, statSync } from 'node:fs'
import type { Clock } from '#kit/clock.ts'
import { currentContext } from '#kit/context.ts'
import { Fault } from '#kit/fault.ts'
import type { Transport } from '#kit/rpc/service.ts'

/**
 * How long calls of an rpc are held up before they leave, in ms by name: {"InventoryService/Reserve":
 * 60000}.
 */
type Stalls = Readonly<Record<string, number>>

const lookMs = 25

/**
 * For tests: holds up the rpcs named in a file, for as long as they stand there. Absent file: nothing is
 * held up.
 */
export function withStalls(transport: Transport, file: string, clock: Clock): Transport {
  const read = cachedReader(file)

  async function held(rpc: string): Promise<void> {
    const { deadline } = currentContext()
    const until = clock.now() + (read()[rpc] ?? 0)
    while (clock.now() < until && read()[rpc] !== undefined) {
      if (clock.now() >= deadline) throw new Fault('expired', 'DEADLINE_EXCEEDED', 'held up for too long')
      await clock.sleep(lookMs)
    }
  }

  return {
    async unary(method, request) {
      await held(`${method.parent.name}/${method.name}`)
      return transport.unary(method, request)
    },
    stream: (method, request) => transport.stream(method, request),
  }
}

function cachedReader(file: string): () => Stalls {
  let seenAt = -1
  let stalls: Stalls = {}
  return () => {
    const { mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? { mtimeMs: 0 }
    if (mtimeMs !== seenAt) {
      seenAt = mtimeMs
      stalls = mtimeMs === 0 ? {} : (JSON.parse(readFileSync(file, 'utf8')) as Stalls)
    }
    return stalls
  }
}
