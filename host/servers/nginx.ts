import { readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { findProgram, privateFolder, type StartedServer, startServer } from './process.ts'

/** One address before several gateways. */
export interface StartedNginx extends StartedServer {
  /** Sends everything new to these, `host:port` each, and resolves once it does. */
  shift(gateways: readonly string[]): Promise<void>
}

const shiftWithinMs = 5000
const askEveryMs = 10

/** Whether nginx is on this machine (Debian: nginx-light). */
export function nginxAvailable(): boolean {
  return findProgram('nginx') !== undefined
}

/** Starts nginx on a port of the loopback interface before these gateways. */
export async function startNginx(port: number, gateways: readonly string[]): Promise<StartedNginx> {
  const program = findProgram('nginx')
  if (!program) throw new Error('nginx is not installed: apt-get install nginx-light')
  const folder = await privateFolder('nginx')
  const file = join(folder, 'nginx.conf')
  const log = join(folder, 'error.log')
  let generation = 0
  const write = (to: readonly string[]) =>
    writeFileSync(file, configuration({ folder, port, gateways: to, generation }))
  write(gateways)
  const server = await startServer({
    name: 'nginx',
    program,
    args: ['-p', folder, '-c', file, '-e', log],
    folder,
    isReady: async () => (await askGeneration(port)) === String(generation),
    readyWithinMs: 5000,
  })

  async function shift(to: readonly string[]): Promise<void> {
    generation += 1
    write(to)
    const before = goodbyes(log)
    process.kill(server.pid, 'SIGHUP')
    const giveUpAt = performance.now() + shiftWithinMs
    // For a moment both the old worker and the new one accept connections.
    const isShifted = async () =>
      goodbyes(log) > before && (await askGeneration(port)) === String(generation)
    while (!(await isShifted())) {
      if (performance.now() > giveUpAt) throw new Error('nginx did not take its new configuration')
      await new Promise((resolve) => setTimeout(resolve, askEveryMs))
    }
  }

  return Object.assign(server, { shift })
}

/** How many workers have been told to accept nothing new. */
function goodbyes(log: string): number {
  return readFileSync(log, 'utf8').split('gracefully shutting down').length - 1
}

/** Which configuration answers new connections; undefined where nothing does. */
function askGeneration(port: number): Promise<string | undefined> {
  return new Promise((settle) => {
    const asking = request({ host: '127.0.0.1', port, path: '/.front', agent: false }, (response) => {
      response.setEncoding('utf8').once('data', (text) => settle(text))
      response.once('end', () => settle(undefined))
    })
    asking.once('error', () => settle(undefined)).end()
  })
}

/** What is answered where no gateway answers, in the words the gateways have for it. */
const away = JSON.stringify({
  type: '/problems/UNREACHABLE',
  title: '服务暂时无法访问，请稍后再试',
  status: 503,
  code: 'UNREACHABLE',
})

interface Front {
  readonly folder: string
  readonly port: number
  readonly gateways: readonly string[]
  readonly generation: number
}

/**
 * A request goes to another gateway only where the first could not even be connected to, so that nothing is
 * ever done twice; streams are handed on as they come.
 */
function configuration({ folder, port, gateways, generation }: Front): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `
daemon off;
worker_processes 1;
worker_shutdown_timeout 15s;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log notice;
events { worker_connections 4096; }
http {
  access_log off;
  server_tokens off;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  upstream gateways {
    ${gateways.map((address) => `server ${address} max_fails=1 fail_timeout=1s;`).join('\n    ')}
    keepalive 64;
  }
  server {
    listen 127.0.0.1:${port} backlog=1024;
    client_max_body_size 4m;
    keepalive_timeout 75s;
    keepalive_requests 100000;
    location = /.front { return 200 "${generation}"; }
    error_page 502 504 =503 /.away;
    location = /.away {
      internal;
      default_type application/problem+json;
      return 503 '${away}';
    }
    location / {
      proxy_pass http://gateways;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_next_upstream error timeout;
      proxy_connect_timeout 1s;
      proxy_read_timeout 1h;
      proxy_buffering off;
      proxy_request_buffering on;
    }
  }
}
`
}
