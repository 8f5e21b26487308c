import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { Agent } from './discovery.consul.agent.ts'

interface Question {
  readonly id: number
  readonly name: string
  readonly type: number
  /** As asked, to be said again. */
  readonly bytes: Buffer
}

const a = 1
const srv = 33
const noSuchName = 3

/** Answers SRV of `<service>.service.consul` and A of the hosts these name (`7f000001.addr.dc1.consul`). */
export async function answerDns(agent: Agent): Promise<{ address: string; stop(): Promise<void> }> {
  const socket = createSocket('udp4')
  socket.on('message', (message, from) => {
    const question = questionIn(message)
    socket.send(replyTo(question, recordsFor(question, agent)), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    address: `127.0.0.1:${socket.address().port}`,
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  }
}

function recordsFor({ name, type }: Question, agent: Agent): readonly Buffer[] {
  const [, service] = /^(.+)\.service\.consul$/.exec(name) ?? []
  const [, host] = /^([0-9a-f]{8})\.addr\.dc1\.consul$/.exec(name) ?? []
  if (host !== undefined && type === a) return [Buffer.from(host, 'hex')]
  if (service === undefined || type !== srv) return []
  return agent
    .entriesOf(service)
    .filter(({ Checks }) => Checks.every(({ Status }) => Status !== 'critical'))
    .map(({ Service: { Address, Port, Weights } }) => {
      const host = Buffer.from(Address.split('.').map(Number)).toString('hex')
      return Buffer.concat([numbers(1, Weights.Passing, Port), labels(`${host}.addr.dc1.consul`)])
    })
}

function questionIn(message: Buffer): Question {
  const words: string[] = []
  let at = 12
  for (let size = message[at] ?? 0; size > 0; size = message[at] ?? 0) {
    words.push(message.toString('ascii', at + 1, at + 1 + size))
    at += 1 + size
  }
  const type = message.readUInt16BE(at + 1)
  return { id: message.readUInt16BE(0), name: words.join('.'), type, bytes: message.subarray(12, at + 5) }
}

function replyTo({ id, type, bytes }: Question, records: readonly Buffer[]): Buffer {
  const flags = 0x8580 | (records.length === 0 ? noSuchName : 0)
  const header = numbers(id, flags, 1, records.length, 0, 0)
  // 0xc00c: the name that was asked for; class IN, no time to live.
  const answers = records.map((data) => Buffer.concat([numbers(0xc00c, type, 1, 0, 0, data.length), data]))
  return Buffer.concat([header, bytes, ...answers])
}

function numbers(...all: readonly number[]): Buffer {
  const buffer = Buffer.alloc(2 * all.length)
  for (const [n, value] of all.entries()) buffer.writeUInt16BE(value, 2 * n)
  return buffer
}

function labels(name: string): Buffer {
  const words = name.split('.').map((word) => Buffer.concat([Buffer.from([word.length]), Buffer.from(word)]))
  return Buffer.concat([...words, Buffer.from([0])])
}
