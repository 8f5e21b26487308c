import { isIPv4, isIPv6 } from 'node:net'

/** `host:port` of every instance, or one target in gRPC's own notation (`dns:///order:7003`). */
export type Addresses = string | (() => readonly string[])

/** The target for these addresses in gRPC's notation; undefined where there are none. */
export function targetOf(addresses: Addresses): string | undefined {
  if (typeof addresses === 'string') return addresses
  const [first, ...others] = addresses()
  if (first === undefined) return undefined
  const all = [first, ...others].join(',')
  if ([first, ...others].every((address) => isIPv4(hostOf(address)))) return `ipv4:${all}`
  if ([first, ...others].every((address) => isIPv6(hostOf(address)))) return `ipv6:${all}`
  if (others.length === 0) return `dns:///${first}`
  throw new Error(`several addresses must be IP addresses of one family: ${all}`)
}

function hostOf(address: string): string {
  return address.slice(0, address.lastIndexOf(':')).replace(/^\[(.*)\]$/, '$1')
}
