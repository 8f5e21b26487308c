import { z } from 'zod'
import type { Instance } from './discovery.ts'

/** An instance as Nacos is told it. */
export function hostOf({ id, address, zone, version, weight, state }: Instance) {
  const { hostname, port } = new URL(`tcp://${address}`)
  return {
    ip: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port),
    // Only to be seen there: Nacos thinks of 1 as usual, and leaves its own weights to its own clients.
    weight: weight / usualWeight,
    enabled: true,
    healthy: true,
    ephemeral: true,
    metadata: { id, zone, version, weight: String(weight), state },
  }
}

/** What Nacos says of a service. */
export interface ServiceView {
  readonly service: string
  readonly instances: readonly Instance[]
  /** When Nacos said so, by its own clock. */
  readonly at: number
}

/** Reads a ServiceInfo. Who registered without us is known by its address and has no zone and no version. */
export function viewOf(serviceInfo: unknown): ServiceView {
  const { name, hosts, lastRefTime } = viewSchema.parse(serviceInfo)
  const usable = hosts.filter(({ healthy, enabled }) => healthy && enabled)
  return { service: name.split('@@').at(-1) ?? name, instances: usable.map(instanceOf), at: lastRefTime }
}

const usualWeight = 100

const hostSchema = z.object({
  ip: z.string(),
  port: z.number(),
  weight: z.number().default(1),
  healthy: z.boolean().default(true),
  enabled: z.boolean().default(true),
  metadata: z
    .object({
      id: z.string(),
      zone: z.string(),
      version: z.string(),
      weight: z.coerce.number(),
      state: z.enum(['ready', 'draining']),
    })
    .partial()
    .nullish(),
})

const viewSchema = z.object({ name: z.string(), hosts: z.array(hostSchema), lastRefTime: z.number() })

function instanceOf({ ip, port, weight, metadata }: z.infer<typeof hostSchema>): Instance {
  const address = ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`
  const known = metadata ?? {}
  return {
    id: known.id ?? address,
    address,
    zone: known.zone ?? '',
    version: known.version ?? '',
    weight: known.weight ?? Math.round(weight * usualWeight),
    state: known.state ?? 'ready',
  }
}
