import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import {
  type Agent,
  createAgent,
  goDurationMs,
  type Registered,
  type Status,
} from './discovery.consul.agent.ts'
import { answerDns } from './discovery.consul.dns.ts'

/** A stand-in that answers as Consul's documentation says: the agent's services and checks, health, DNS. */
export interface ConsulStandIn {
  readonly url: string
  /** `host:port` of its DNS (UDP). */
  readonly dns: string
  /** Sets what a check says, as if Consul had found it out. */
  report(checkId: string, status: Status): void
  /** Whether it has a service of this id. */
  has(serviceId: string): boolean
  /** How many questions about services were asked. */
  questions(): number
  /** Answers the next question with this X-Consul-Index, whatever the real one is. */
  lieOnce(index: number): void
  kill(): Promise<void>
  /** Comes back at the same address; empty: without the services it had. */
  restart(how?: 'empty'): Promise<void>
  stop(): Promise<void>
}

interface Exchange {
  readonly agent: Agent
  readonly parts: readonly string[]
  readonly query: URLSearchParams
  readonly body: string
}

interface Reply {
  readonly status: number
  readonly body?: unknown
  readonly index?: number
}

/** `hurry`: how many times faster than written its checks are made and run out. */
export async function startConsulStandIn(hurry = 1): Promise<ConsulStandIn> {
  const agent = createAgent(hurry)
  const dns = await answerDns(agent)
  let questions = 0
  let lie: number | undefined
  const open = async (port: number) => {
    const server = createServer((request, response) => void serve(request, response))
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return server
  }
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://consul')
    const parts = url.pathname.split('/').slice(2).map(decodeURIComponent)
    const body = await text(request)
    if (parts[0] === 'health') questions++
    const reply = await answer(`${request.method}`, { agent, parts, query: url.searchParams, body })
    if (reply.index !== undefined) response.setHeader('X-Consul-Index', lie ?? reply.index)
    if (reply.index !== undefined) lie = undefined
    response.statusCode = reply.status
    response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body ?? null))
  }
  let server = await open(0)
  const { port } = server.address() as AddressInfo
  const kill = async () => {
    agent.stop()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return {
    url: `http://127.0.0.1:${port}`,
    dns: dns.address,
    report: (checkId, status) => void agent.report(checkId, status),
    has: agent.has,
    questions: () => questions,
    lieOnce: (index) => {
      lie = index
    },
    kill,
    async restart(how) {
      if (how === 'empty') agent.forget()
      agent.begin()
      server = await open(port)
    },
    async stop() {
      await kill()
      await dns.stop()
    },
  }
}

async function answer(method: string, exchange: Exchange): Promise<Reply> {
  const [area, kind, verb] = exchange.parts
  if (area === 'status' && kind === 'leader') return { status: 200, body: '"127.0.0.1:8300"' }
  if (area === 'health' && kind === 'service') return healthOf(exchange)
  if (area === 'agent' && kind === 'check') return checkReported(exchange)
  if (area === 'agent' && kind === 'services') return { status: 200, body: exchange.agent.services() }
  if (area !== 'agent' || kind !== 'service') return { status: 404, body: 'no such path' }
  if (method === 'GET') return serviceOf(exchange)
  if (verb === 'register') {
    exchange.agent.register(JSON.parse(exchange.body) as Registered)
    return { status: 200 }
  }
  return serviceChanged(exchange)
}

/** A blocking query: with an index, it waits for anything newer, at most `wait` and a sixteenth. */
async function healthOf({ agent, parts, query }: Exchange): Promise<Reply> {
  const asked = Number(query.get('index') ?? 0)
  const giveUpAt = performance.now() + goDurationMs(query.get('wait') ?? '5m') * (1 + Math.random() / 16)
  while (asked > 0 && agent.index() <= asked && agent.isRunning() && performance.now() < giveUpAt) {
    await agent.change(giveUpAt - performance.now())
  }
  return { status: 200, body: agent.entriesOf(parts[2] ?? ''), index: agent.index() }
}

function checkReported({ agent, parts }: Exchange): Reply {
  const status = ({ pass: 'passing', warn: 'warning', fail: 'critical' } as const)[parts[2] ?? '']
  if (status === undefined) return { status: 404, body: 'no such path' }
  if (agent.report(parts[3] ?? '', status)) return { status: 200 }
  return { status: 404, body: `Unknown check ID "${parts[3]}"` }
}

function serviceOf({ agent, parts }: Exchange): Reply {
  const id = parts[2] ?? ''
  return agent.has(id)
    ? { status: 200, body: { ID: id } }
    : { status: 404, body: `unknown service ID: ${id}` }
}

function serviceChanged({ agent, parts, query }: Exchange): Reply {
  const [, , verb, id = ''] = parts
  const done = verb === 'deregister' ? agent.remove(id) : agent.maintain(id, query.get('enable') === 'true')
  return done ? { status: 200 } : { status: 404, body: `Unknown service ID "${id}"` }
}
