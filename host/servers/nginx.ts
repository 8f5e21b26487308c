import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { findProgram, privateFolder, type StartedServer, startServer } from './process.ts'

/** One address before several gateways. */
export interface StartedNginx extends StartedServer {
  /** Sends everything new to these, `host:port` each, and resolves once it does. */
  shift(gateways: readonly string[]): Promise<void>
}

/** Longer than most clients keep a connection that they do not use. */
const drainMs = 5000
const reloadMs = 5000
const askEveryMs = 10

/** While this file is there, every answer ends its connection. */
const closingIn = (folder: string) => join(folder, 'closing')

/** Whether nginx is on this machine (Debian: nginx-light). */
export function nginxAvailable(): boolean {
  return findProgram('nginx') !== undefined
}

/** Starts nginx on a port of the loopback interface before these gateways. */
export async function startNginx(port: number, gateways: readonly string[]): Promise<StartedNginx> {
  const program = findProgram('nginx')
  if (!program) throw new Error('nginx is not installed: apt-get install nginx-light')
  const folder = await privateFolder('nginx')
  // Started by root, its workers are somebody else: they keep large bodies there.
  chmodSync(folder, 0o711)
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
    const closing = closingIn(folder)
    writeFileSync(closing, '')
    try {
      await until(drainMs, async () => (await askIdle(port)) === 0)
      await reload(to)
    } finally {
      rmSync(closing)
    }
  }

  async function reload(to: readonly string[]): Promise<void> {
    generation += 1
    write(to)
    const before = goodbyes(log)
    process.kill(server.pid, 'SIGHUP')
    // For a moment both the old worker and the new one accept connections.
    const isDone = async () => goodbyes(log) > before && (await askGeneration(port)) === String(generation)
    if (!(await until(reloadMs, isDone))) throw new Error('nginx did not take its new configuration')
  }

  return Object.assign(server, { shift })
}

/** How many workers have been told to accept nothing new. */
function goodbyes(log: string): number {
  return readFileSync(log, 'utf8').split('gracefully shutting down').length - 1
}

/** Asks until the answer is yes, for so long at most; answers whether it was. */
async function until(boundMs: number, ask: () => Promise<boolean>): Promise<boolean> {
  const giveUpAt = performance.now() + boundMs
  while (!(await ask())) {
    if (performance.now() > giveUpAt) return false
    await new Promise((resolve) => setTimeout(resolve, askEveryMs))
  }
  return true
}

/** Which configuration answers new connections; undefined where nothing does. */
function askGeneration(port: number): Promise<string | undefined> {
  return ask(port, '/.front')
}

/** How many connections are kept though nothing is asked on them. */
async function askIdle(port: number): Promise<number> {
  return Number(/Waiting: (\d+)/.exec((await ask(port, '/.connections')) ?? '')?.[1])
}

/** On a connection of its own. */
function ask(port: number, path: string): Promise<string | undefined> {
  return new Promise((settle) => {
    const asking = request({ host: '127.0.0.1', port, path, agent: false }, (response) => {
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
 * ever done twice; streams are handed on as they come. A worker that ends closes the connections that idle, and
 * a request may be on its way on one of them: so before that, answers say that their connection ends with them.
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
    location = /.connections { stub_status; }
    location = /.front { return 200 "${generation}"; }
    recursive_error_pages on;
    error_page 502 504 =503 /.away;
    location = /.away {
      internal;
      default_type application/problem+json;
      return 503 '${away}';
    }
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
    location / {
      if (-f ${closingIn(folder)}) { return 418; }
      error_page 418 = @closing;
      error_page 502 504 =503 /.away;
      proxy_pass http://gateways;
    }
    location @closing {
      keepalive_timeout 0;
      proxy_pass http://gateways;
    }
  }
}
`
}
