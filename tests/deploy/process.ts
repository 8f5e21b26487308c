import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { TestContext } from 'node:test'

/** A process of the platform, started as an orchestrator starts it. */
export interface StartedProcess {
  /** Resolves with the match once its output fits; rejects where it ends or is silent before. */
  says(pattern: RegExp): Promise<RegExpExecArray>
  /** SIGTERM, and its exit code. */
  stop(): Promise<number | null>
  /** Its exit code, once it has ended by itself. */
  readonly ended: Promise<number | null>
}

interface Start {
  readonly cwd: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

const patienceMs = 30_000

/** Starts Node 24 with nothing of this process's environment; it ends with the test at the latest. */
export function startProcess(t: TestContext, { cwd, args, env }: Start): StartedProcess {
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  t.after(() => child.kill('SIGKILL'))
  let heard = ''
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const news = new EventTarget()
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      heard += chunk
      news.dispatchEvent(new Event('heard'))
    })
  return {
    ended,
    async says(pattern) {
      const found = new Promise<RegExpExecArray>((resolve) => {
        const look = () => {
          const match = pattern.exec(heard)
          if (match) resolve(match)
        }
        news.addEventListener('heard', look)
        look()
      })
      const { promise: late, reject } = Promise.withResolvers<never>()
      const giveUp = () => reject(new Error(`it did not say ${pattern}:\n${heard}`))
      const timer = setTimeout(giveUp, patienceMs)
      void ended.then(() => setImmediate(giveUp))
      return Promise.race([found, late]).finally(() => clearTimeout(timer))
    },
    async stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}
