import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'
import type { Platform } from '../host/supervisor/platform.ts'

const ticksPerSecond = 100

/** Processor time a process has used so far, in µs (user and system, all threads). */
export function cpuMicros(pid: number): number {
  const { userTicks, systemTicks } = statOf(pid)
  return ((userTicks + systemTicks) * 1_000_000) / ticksPerSecond
}

function statOf(pid: number): { parent: number; userTicks: number; systemTicks: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  return { parent: Number(fields[1]), userTicks: Number(fields[11]), systemTicks: Number(fields[12]) }
}

/** Processor time by part, in µs: `gateway`, `order`, …, `wechat`, and the servers by their programs. */
export type CpuByPart = Readonly<Record<string, number>>

/** The servers that this process has started, by the names of their programs. */
const servers: Readonly<Record<string, string>> = {
  mariadbd: 'mariadb',
  'redis-server': 'redis',
  'redis-check-rdb': 'redis',
  'beam.smp': 'rabbitmq',
  etcd: 'etcd',
  nginx: 'nginx',
}

/** What a platform and its servers have used so far. Instances of one service are added up. */
export function cpuByPart(platform: Platform): CpuByPart {
  const used: Record<string, number> = {}
  const add = (part: string, pid: number) => {
    used[part] = (used[part] ?? 0) + cpuMicros(pid)
  }
  for (const name of platform.names) add(name.replace(/-\d+$/, ''), platform.process(name).pid)
  for (const pid of descendants(process.pid)) {
    const server = servers[programOf(pid)]
    if (server) add(server, pid)
  }
  return used
}

/** What each part used between two readings. */
export function cpuBetween(before: CpuByPart, after: CpuByPart): CpuByPart {
  return Object.fromEntries(Object.entries(after).map(([part, used]) => [part, used - (before[part] ?? 0)]))
}

/** All processes below one. */
function descendants(ancestor: number): readonly number[] {
  const children = new Map<number, number[]>()
  for (const pid of readdirSync('/proc').map(Number).filter(Number.isInteger)) {
    const parent = parentOf(pid)
    children.set(parent, [...(children.get(parent) ?? []), pid])
  }
  const below = (pid: number): number[] =>
    (children.get(pid) ?? []).flatMap((child) => [child, ...below(child)])
  return below(ancestor)
}

/** −1 for what has ended meanwhile. */
function parentOf(pid: number): number {
  try {
    return statOf(pid).parent
  } catch {
    return -1
  }
}

/** Empty for what has ended meanwhile. */
function programOf(pid: number): string {
  try {
    return basename(readlinkSync(`/proc/${pid}/exe`))
  } catch {
    return ''
  }
}
