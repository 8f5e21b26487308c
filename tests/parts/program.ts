import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { interrupted } from './interruption.ts'

/** The folder of the project. */
export const root = join(import.meta.dirname, '../..')

/** What a program said and how it ended. */
export interface Ending {
  readonly isClean: boolean
  readonly output: string
}

/** Runs a JavaScript or TypeScript program of the project with this Node, and waits for its end. */
export async function runProgram(
  path: string,
  args: readonly string[],
  boundMs = 15 * 60_000,
): Promise<Ending> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', path, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: AbortSignal.any([AbortSignal.timeout(boundMs), interrupted]),
  })
  const heard: string[] = []
  child.stdout.on('data', (chunk) => heard.push(String(chunk)))
  child.stderr.on('data', (chunk) => heard.push(String(chunk)))
  try {
    const [code] = await once(child, 'close')
    return { isClean: code === 0, output: heard.join('') }
  } catch (error) {
    return { isClean: false, output: `${heard.join('')}\n${String(error)}` }
  }
}
