import { Resolver } from 'node:dns/promises'
import { joined } from './consul-entries.ts'

/**
 * `host:port` of everyone that Consul's DNS, at `server`, names for a service. Throws what `node:dns` throws
 * where nobody answers; a service with nobody is an empty list.
 */
export async function resolveByConsulDns(server: string, service: string): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: 1000, tries: 2 })
  resolver.setServers([server])
  const records = await resolver.resolveSrv(`${service}.service.consul`).catch(orNobody)
  const addresses = await Promise.all(
    records.map(async ({ name, port }) => {
      const hosts = await resolver.resolve4(name).catch(orNobody)
      return hosts.map((host) => joined(host, port))
    }),
  )
  return addresses.flat().sort()
}

function orNobody(error: unknown): [] {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOTFOUND' || code === 'ENODATA') return []
  throw error
}
