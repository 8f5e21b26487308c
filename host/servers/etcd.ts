import { join } from 'node:path'
import { findProgram, freePort, privateFolder, type StartedServer, startServer } from './process.ts'

export interface StartedEtcd extends StartedServer {
  readonly port: number
  /** `http://127.0.0.1:PORT` for clients. */
  readonly url: string
  /** Holds its data in `data`. */
  readonly folder: string
}

/** Whether etcd is on this machine (Debian: etcd-server). */
export function etcdAvailable(): boolean {
  return findProgram('etcd') !== undefined
}

/** Starts an empty cluster of one. */
export async function startEtcd(): Promise<StartedEtcd> {
  const program = findProgram('etcd')
  if (!program) throw new Error('etcd is not installed: apt-get install etcd-server')
  const folder = await privateFolder('etcd')
  const [port, peerPort] = [await freePort(), await freePort()]
  const [url, peerUrl] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${peerPort}`]
  const server = await startServer({
    name: 'etcd',
    program,
    args: [
      '--name=one',
      `--data-dir=${join(folder, 'data')}`,
      `--listen-client-urls=${url}`,
      `--advertise-client-urls=${url}`,
      `--listen-peer-urls=${peerUrl}`,
      `--initial-advertise-peer-urls=${peerUrl}`,
      `--initial-cluster=one=${peerUrl}`,
      // Discovery needs no history; a watcher that was away for longer reads everything anew.
      '--auto-compaction-mode=periodic',
      '--auto-compaction-retention=10m',
      '--log-level=warn',
    ],
    folder,
    isReady: () => isHealthy(url),
    readyWithinMs: 20_000,
  })
  return Object.assign(server, { port, url, folder })
}

async function isHealthy(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(1000) })
  return answer.ok && (await answer.text()).includes('true')
}
