import { readFileSync } from 'node:fs'

const ticksPerSecond = 100

/** Processor time a process has used so far, in µs (user and system, all threads). */
export function cpuMicros(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  const ticks = Number(fields[11]) + Number(fields[12])
  return (ticks * 1_000_000) / ticksPerSecond
}
