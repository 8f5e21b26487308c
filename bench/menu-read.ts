import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Bench } from './bench.ts'
import { requestBytes } from './connection.ts'
import { cpuMicros } from './cpu.ts'
import { runLoad } from './load.ts'
import { freshShop, portOf, startPlatform } from './platform.ts'

const clients = 32
const rounds = 4

/** The hot menu through the whole chain, beside bare node:http with the same answer, in turns. */
export const menuRead: Bench = {
  name: 'menu-read-vs-bare',
  says: 'server CPU per hot menu read with the whole chain, beside bare node:http serving the same bytes',
  async run(seconds) {
    const shop = await freshShop()
    const platform = await startPlatform(shop.dataDir)
    const bare = await startBare(platform.url, shop.dataDir)
    try {
      const ours = { port: portOf(platform.url), pid: platform.process('all').pid }
      const path = '/v1/shops/1/menu'
      await measure(ours, path, 1)
      await measure(bare, path, 1)
      const costs = { ours: 0, bare: 0 }
      for (let round = 0; round < rounds; round++) {
        costs.ours += (await measure(ours, path, seconds / rounds)) / rounds
        costs.bare += (await measure(bare, path, seconds / rounds)) / rounds
      }
      const ratio = costs.bare / costs.ours
      return [
        {
          name: 'menu-read-vs-bare',
          value: costs.ours,
          unit: 'µs CPU/request',
          baseline: costs.bare,
          ratio,
          goal: '≥ 0.7',
        },
      ]
    } finally {
      bare.child.kill()
      await platform.stop()
      shop.remove()
    }
  },
}

interface Target {
  readonly port: number
  readonly pid: number
}

/** µs of the server's CPU per answered request. */
async function measure({ port, pid }: Target, path: string, seconds: number): Promise<number> {
  const request = requestBytes('GET', path, {})
  const before = cpuMicros(pid)
  const { answers, byStatus } = await runLoad({ port, clients, seconds, next: () => request })
  if (byStatus['200'] !== answers) throw new Error(`answers were ${JSON.stringify(byStatus)}`)
  return (cpuMicros(pid) - before) / answers
}

/** What node:http writes by itself is left out: it will write it again. */
const ownHeaders = new Set(['date', 'connection', 'keep-alive'])

async function startBare(url: string, dataDir: string): Promise<Target & { child: ChildProcess }> {
  const file = join(dataDir, 'menu.json')
  const menu = await fetch(`${url}/v1/shops/1/menu`)
  const headers = [...menu.headers].filter(([name]) => !ownHeaders.has(name)).flat()
  const body = Buffer.from(await menu.arrayBuffer()).toString('base64')
  writeFileSync(file, JSON.stringify({ headers, body }))
  const entry = join(import.meta.dirname, 'bare-server.ts')
  const child = spawn(process.execPath, [entry, file], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const [address] = (await once(child, 'message')) as [AddressInfo]
  return { port: address.port, pid: child.pid ?? 0, child }
}
