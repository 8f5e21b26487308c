import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { systemClock } from '#kit/clock.ts'
import { createConsulDiscovery } from '#kit/discovery/consul.ts'
import { systemRandom } from '#kit/random.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import type { DiscoveryWorld } from './discovery.world.ts'

/**
 * A world on a Consul that somebody else runs, at `host:port` or a URL: it is not ours to kill, so a relay
 * before it is cut. What it is to lose is taken out of it by name.
 */
export async function throughACut(address: string): Promise<DiscoveryWorld> {
  const real = new URL(address.includes('://') ? address : `http://${address}`)
  const needs = { clock: systemClock, log: silentLog, random: systemRandom, ttlMs: 2000, renewMs: 500 }
  const forgetOurs = async () => {
    const answer = await fetch(new URL('/v1/agent/services', real))
    const services = (await answer.json()) as Record<string, { Meta?: Record<string, string> }>
    const ours = Object.keys(services).filter((id) => services[id]?.Meta?.version === '1.4.0')
    for (const id of ours) {
      await fetch(new URL(`/v1/agent/service/deregister/${encodeURIComponent(id)}`, real), { method: 'PUT' })
    }
  }
  await forgetOurs()
  const relay = await openRelay(real)
  return {
    join: () => createConsulDiscovery({ url: relay.url, ...needs }),
    clock: systemClock,
    leaseMs: 2000,
    takeAway: async () => relay.cut(),
    bringBack: async () => relay.mend(),
    async bringBackEmpty() {
      await forgetOurs()
      relay.mend()
    },
    async close() {
      await relay.close()
      await forgetOurs()
    },
  }
}

/** Hands bytes on to a server, except while it is cut. */
async function openRelay(to: URL) {
  const sockets = new Set<Socket>()
  let isCut = false
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket))
  }
  const server = createServer((near) => {
    keep(near)
    if (isCut) return void near.destroy()
    const far = connect(Number(to.port || 80), to.hostname)
    keep(far)
    near.pipe(far).pipe(near)
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const endAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      isCut = true
      endAll()
    },
    mend() {
      isCut = false
    },
    async close() {
      endAll()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
