import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { serviceNames } from './services.ts'
import { isLoopback, Refusal, readSettings, type Settings } from './settings.ts'
import type { Topology, Wire } from './topology.ts'

/** What a process is told at its start. */
export interface Options extends Settings {
  readonly profile: 'demo' | 'production' | 'test'
  readonly topology: Topology
  /** A file that says what carries the platform: values of the section `platform`. */
  readonly platformFile: string | undefined
  /** Where this process answers gRPC, host:port; only for the wire `grpc`. */
  readonly listen: string
  /** The host that others reach that address by; the one it listens on unless told. */
  readonly advertise: string | undefined
  /** Whether the simulated outside world runs in this process. */
  readonly wechat: boolean
  /** Whether this process is one of several that somebody supervises. */
  readonly supervised: boolean
  /** A file that names rpcs to hold up: for tests. */
  readonly stallsFile: string | null
  /** A file of configuration values by service, config.json beside the data unless told; need not exist. */
  readonly configFile: string
}

const wires: readonly Wire[] = ['direct', 'codec', 'grpc']
const profiles = ['demo', 'production', 'test'] as const

/**
 * Reads environment and arguments. `--services a,b` runs only these here and `--wire grpc` reaches the
 * others; `--platform FILE` says what carries them all, `--listen host:port` where this process answers them
 * and `--advertise host` by what name, where it listens on every interface.
 * Throws a Refusal.
 */
export function readOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Options {
  const settings = readSettings(env)
  const { values } = parseOrRefuse(args)
  const wire = oneOf('--wire', values.wire ?? 'direct', wires)
  const profile = oneOf('--profile', values.profile ?? (settings.demo ? 'demo' : 'production'), profiles)
  if (profile !== 'production' && !isLoopback(settings.host))
    throw new Refusal(`--profile ${profile} opens doors to anybody: it binds to loopback only.`)
  const all = [...serviceNames, 'wechat']
  const wanted = values.services === undefined ? all : values.services.split(',')
  const unknown = wanted.find((name) => !all.includes(name))
  if (unknown !== undefined) throw new Refusal(`--services ${unknown}: there are ${all.join(', ')}.`)
  if (wire === 'grpc') refuseNowhere(values.listen, values.advertise)
  return {
    ...settings,
    profile,
    topology: { wire, here: wanted.filter((name) => name !== 'wechat') },
    platformFile: values.platform,
    listen: values.listen ?? '127.0.0.1:0',
    advertise: values.advertise,
    wechat: profile !== 'production' && wanted.includes('wechat'),
    supervised: values.services !== undefined,
    stallsFile: profile === 'test' ? (values.stalls ?? null) : null,
    configFile: values.config ?? join(settings.dataDir, 'config.json'),
  }
}

function parseOrRefuse(args: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    const run = { services: text, wire: text, platform: text, listen: text, advertise: text }
    const options = { ...run, profile: text, config: text, stalls: text }
    return parseArgs({ args: [...args], options })
  } catch (error) {
    throw new Refusal(error instanceof Error ? error.message : String(error))
  }
}

/** What is registered must be an address that somebody can call. */
function refuseNowhere(listen = '', advertise = ''): void {
  if (advertise !== '' || !/^(0\.0\.0\.0|\[::\]):/.test(listen)) return
  throw new Refusal(
    `--listen ${listen} is every interface and no address that others could call: --advertise HOST says ` +
      'which host they reach this process by.',
  )
}

function oneOf<T extends string>(name: string, value: string, known: readonly T[]): T {
  const found = known.find((each) => each === value)
  if (found === undefined) throw new Refusal(`${name} ${value}: it is one of ${known.join(', ')}.`)
  return found
}
