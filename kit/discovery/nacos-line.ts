import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import { Client, type ClientDuplexStream, credentials } from '@grpc/grpc-js'
import { z } from 'zod'
import { PayloadSchema } from '#contracts/gen/nacos/nacos_pb.js'
import { systemClock } from '../clock.ts'
import type { NacosServer } from './nacos-server.ts'

/** What Nacos is told or tells: the name of a message and its fields. */
export interface NacosMessage {
  readonly type: string
  readonly body: Readonly<Record<string, unknown>>
}

export interface LineNeeds {
  readonly server: NacosServer
  /** What it is for: Nacos refuses instances on a line for configuration. */
  readonly module: 'naming' | 'config'
  /** Ends it. */
  readonly signal: AbortSignal
  /** Hears what Nacos says by itself; where it throws, the line ends. */
  hear(message: NacosMessage): void
}

/** One connection from its set-up until either side goes. */
export interface NacosLine {
  /** Rejects on a refusal, after three seconds, and where the line has ended. */
  ask(type: string, body: NacosMessage['body']): Promise<NacosMessage['body']>
  /** Aborted when the line has ended. */
  readonly ended: AbortSignal
  close(): void
}

const answerWithinMs = 3000

/** Connects, and says which module this is for. Rejects where Nacos does not greet back. */
export async function openLine({ server, module, signal, hear }: LineNeeds): Promise<NacosLine> {
  const client = new Client(server.grpc, credentials.createInsecure(), channelOptions)
  const gone = new AbortController()
  const end = (reason: unknown) => gone.abort(reason)
  const ended = AbortSignal.any([signal, gone.signal])
  const greeted = Promise.withResolvers<void>()
  const stream = client.makeBidiStreamRequest(streamPath, encode, decode)
  stream.on('error', end)
  stream.on('end', () => end(new Error('Nacos ended the connection')))
  stream.on('data', ({ type, body }: NacosMessage) => {
    if (type === 'SetupAckRequest') return greeted.resolve()
    acknowledge(stream, { type, body })
    if (type === 'ConnectResetRequest') return end(new Error('Nacos wants another connection'))
    try {
      hear({ type, body })
    } catch (error) {
      end(error)
    }
  })
  ended.addEventListener('abort', () => {
    greeted.reject(ended.reason)
    stream.cancel()
    client.close()
  })
  const line = { ask: asker(client, server, end), ended, close: () => end(new Error('the line is closed')) }
  const giveUp = systemClock.after(answerWithinMs, () => end(new Error('Nacos does not greet back')))
  try {
    await Promise.race([line.ask('ServerCheckRequest', {}), greeted.promise])
    stream.write({ type: 'ConnectionSetupRequest', body: setUp(module) })
    await greeted.promise
  } catch (error) {
    line.close()
    throw error
  } finally {
    giveUp()
  }
  return line
}

const unaryPath = '/Request/request'
const streamPath = '/BiRequestStream/requestBiStream'

const channelOptions = {
  // A line is one connection: what reconnects by itself would have no set-up.
  'grpc.use_local_subchannel_pool': 1,
  'grpc.enable_http_proxy': 0,
  'grpc.enable_channelz': 0,
  'grpc.max_receive_message_length': 16 * 1024 * 1024,
}

function setUp(module: string): NacosMessage['body'] {
  const labels = { source: 'sdk', module, AppName: 'cangqiong' }
  return { clientVersion: 'cangqiong', tenant: '', labels, abilityTable: {} }
}

/** Nacos takes a line for dead that leaves what it says unanswered. */
function acknowledge(stream: ClientDuplexStream<NacosMessage, NacosMessage>, { type, body }: NacosMessage) {
  const { requestId } = body
  stream.write({ type: type.replace(/Request$/, 'Response'), body: { requestId, resultCode: 200 } })
}

const answerSchema = z.object({ resultCode: z.number(), errorCode: z.number().optional() })
const codes = { notRegistered: 301, noPermission: 403 }

function asker(client: Client, server: NacosServer, end: (reason: unknown) => void): NacosLine['ask'] {
  return async (type, body) => {
    const request = { type, body, headers: await server.headers() }
    const answer = await call(client, request)
    const { resultCode, errorCode } = answerSchema.parse(answer.body)
    if (resultCode === 200) return answer.body
    const refusal = new Error(`Nacos refuses ${type}: ${errorCode} ${String(answer.body.message)}`)
    if (errorCode === codes.notRegistered) end(refusal)
    if (errorCode === codes.noPermission) server.forgetLogin()
    throw refusal
  }
}

interface Request extends NacosMessage {
  readonly headers?: Readonly<Record<string, string>>
}

function call(client: Client, request: Request): Promise<NacosMessage> {
  const deadline = systemClock.now() + answerWithinMs
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(unaryPath, encode, decode, request, { deadline }, (error, answer) => {
      if (answer === undefined) reject(error)
      else resolve(answer)
    })
  })
}

function encode({ type, body, headers = {} }: Request): Buffer {
  const value = Buffer.from(JSON.stringify(body))
  const payload = create(PayloadSchema, { metadata: { type, headers: { ...headers } }, body: { value } })
  return Buffer.from(toBinary(PayloadSchema, payload))
}

const bodySchema = z.record(z.string(), z.unknown())

function decode(bytes: Buffer): NacosMessage {
  const { metadata, body } = fromBinary(PayloadSchema, bytes)
  const text = Buffer.from(body?.value ?? []).toString()
  return { type: metadata?.type ?? '', body: bodySchema.parse(text === '' ? {} : JSON.parse(text)) }
}
