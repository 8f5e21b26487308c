import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

const shownFirst = new Set(['level', 'time', 'msg', 'service'])

/** Prints each line of a process under its name; log lines as people read them. */
export function printLines(name: string, output: Readable): void {
  createInterface({ input: output }).on('line', (line) => console.log(`${name.padEnd(11)} ${readable(line)}`))
}

/** A JSON log line as time, level, message and what belongs to it; any other line as it is. */
export function readable(line: string): string {
  const entry = entryOf(line)
  if (entry === null) return line
  const { level, time, msg } = entry
  const rest = Object.entries(entry)
    .filter(([key]) => !shownFirst.has(key))
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  return [String(time).slice(11, 23), String(level).padEnd(5), msg, ...rest].join(' ')
}

function entryOf(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{')) return null
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
