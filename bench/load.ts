import { createConnection } from './connection.ts'

/** A finished load: answers by status, and how long each took in ms. */
export interface LoadResult {
  readonly answers: number
  readonly seconds: number
  readonly byStatus: Readonly<Record<string, number>>
  readonly latenciesMs: readonly number[]
}

export interface LoadPlan {
  readonly port: number
  readonly clients: number
  /** Ends after so many seconds, or when `next` has nothing left. */
  readonly seconds: number
  /** The next request as bytes; null = nothing left. */
  readonly next: () => Buffer | null
}

/** Closed-loop load: every client sends its next request when the last is answered. */
export async function runLoad({ port, clients, seconds, next }: LoadPlan): Promise<LoadResult> {
  const byStatus: Record<string, number> = {}
  const latenciesMs: number[] = []
  const begunAt = performance.now()
  const endsAt = begunAt + seconds * 1000
  const drive = async () => {
    const connection = createConnection(port)
    try {
      for (let request = next(); request && performance.now() < endsAt; request = next()) {
        const sentAt = performance.now()
        const { status } = await connection.ask(request)
        latenciesMs.push(performance.now() - sentAt)
        byStatus[status] = (byStatus[status] ?? 0) + 1
      }
    } finally {
      connection.close()
    }
  }
  await Promise.all(Array.from({ length: clients }, drive))
  return { answers: latenciesMs.length, seconds: (performance.now() - begunAt) / 1000, byStatus, latenciesMs }
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
