import { z } from 'zod'
import type { Instance } from './discovery.ts'

const entriesSchema = z.array(
  z.object({
    Node: z.object({ Address: z.string() }),
    Service: z.object({
      ID: z.string(),
      Address: z.string(),
      Port: z.number(),
      Meta: z.record(z.string(), z.string()).nullish(),
      Weights: z.object({ Passing: z.number() }).nullish(),
    }),
    Checks: z.array(z.object({ CheckID: z.string(), Status: z.string() })),
  }),
)

type Entry = z.infer<typeof entriesSchema>[number]

/** Of a check that is there only because somebody asked for it; it says nothing about the instance. */
const maintenance = '_service_maintenance:'

/**
 * The instances in an answer of `/v1/health/service/<name>`. Those with a critical check are left out:
 * Consul keeps them for a while, for whoever looks after them.
 */
export function instancesIn(text: string): readonly Instance[] {
  return entriesSchema.parse(JSON.parse(text)).filter(isAlive).map(instanceOf)
}

function isAlive({ Checks }: Entry): boolean {
  return Checks.every(({ CheckID, Status }) => Status !== 'critical' || CheckID.startsWith(maintenance))
}

/** Others may have registered it, without our metadata. */
function instanceOf({ Node, Service, Checks }: Entry): Instance {
  const meta = Service.Meta ?? {}
  const isMaintained = Checks.some(({ CheckID }) => CheckID.startsWith(maintenance))
  return {
    id: meta.id ?? Service.ID,
    address: joined(Service.Address || Node.Address, Service.Port),
    zone: meta.zone ?? '',
    version: meta.version ?? '',
    weight: Number(meta.weight ?? Service.Weights?.Passing ?? 100),
    state: meta.state === 'draining' || isMaintained ? 'draining' : 'ready',
  }
}

/** How a process is to be looked after. */
export interface Care {
  /** The id of this one service of it. */
  readonly serviceId: string
  readonly service: string
  /** What Consul asks every ten seconds; without it the process reports by itself, once in a TTL. */
  readonly httpCheck: string | undefined
  readonly ttlMs: number
}

/** The body of `/v1/agent/service/register`. */
export function registrationOf(instance: Instance, { serviceId, service, httpCheck, ttlMs }: Care) {
  const { id, address, zone, version, weight, state } = instance
  const split = address.lastIndexOf(':')
  const check =
    httpCheck === undefined ? { TTL: `${ttlMs}ms` } : { HTTP: httpCheck, Interval: '10s', Timeout: '2s' }
  return {
    ID: serviceId,
    Name: service,
    Address: address.slice(0, split).replace(/^\[(.*)\]$/, '$1'),
    Port: Number(address.slice(split + 1)),
    Meta: { id, zone, version, weight: String(weight), state },
    // Consul has no weight of 0.
    Weights: { Passing: Math.max(1, Math.round(weight)), Warning: 1 },
    Check: {
      CheckID: `service:${serviceId}`,
      ...check,
      // Who registers does so because it is ready; the check may say otherwise later.
      Status: 'passing',
      DeregisterCriticalServiceAfter: '1m',
    },
  }
}

/** `host:port`, as in an Instance. */
export function joined(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
