import { isIPv4, isIPv6 } from 'node:net'
import { Client, credentials } from '@grpc/grpc-js'
import { unreachable } from './faults.ts'

/** `host:port` of every instance, or one target in gRPC's own notation (`dns:///order:7003`). */
export type Addresses = string | (() => readonly string[])

const channelOptions = {
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
  'grpc.service_config_disable_resolution': 1,
  // A proxy for the outside world must not see calls between our own services.
  'grpc.enable_http_proxy': 0,
  'grpc.use_local_subchannel_pool': 1,
  // Bookkeeping for a debugger that nobody connects.
  'grpc.enable_channelz': 0,
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 1000,
  'grpc.max_receive_message_length': 16 * 1024 * 1024,
}

/** One connection pool per set of addresses; an old one finishes its calls and goes. */
export function createChannels(addresses: Addresses) {
  const currentAddresses = typeof addresses === 'string' ? () => addresses : () => addresses().join(',')
  let connected: string | undefined
  let client: Client | undefined
  let stopped = false

  return {
    /** Throws a fault `unavailable` where there is nowhere to connect to. */
    current(): Client {
      const wanted = currentAddresses()
      if (stopped || wanted === '') throw unreachable(false)
      if (client === undefined || wanted !== connected) {
        client?.close()
        connected = wanted
        client = new Client(targetOf(addresses), credentials.createInsecure(), channelOptions)
      }
      return client
    },
    stop() {
      stopped = true
      client?.close()
    },
  }
}

/** The target for these addresses in gRPC's notation. */
export function targetOf(addresses: Addresses): string {
  if (typeof addresses === 'string') return addresses
  const all = addresses()
  if (all.every((address) => isIPv4(hostOf(address)))) return `ipv4:${all.join(',')}`
  if (all.every((address) => isIPv6(hostOf(address)))) return `ipv6:${all.join(',')}`
  if (all.length === 1) return `dns:///${all[0]}`
  throw new Error(`several addresses must be IP addresses of one family: ${all.join(', ')}`)
}

function hostOf(address: string): string {
  return address.slice(0, address.lastIndexOf(':')).replace(/^\[(.*)\]$/, '$1')
}
