import type { DescMessage, DescMethod, DescMethodBiDiStreaming, DescMethodUnary } from '@bufbuild/protobuf'
import { Client, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js'
import { systemClock } from '../clock.ts'
import { decode, encode } from '../rpc/binary.ts'
import { pathOf } from '../rpc/call.ts'
import type { InitOf, PlainOf } from '../rpc/message.ts'
import { complete } from '../rpc/plain.ts'

/** gRPC to one of etcd's members; to the next one where it does not answer. Rejects with gRPC's errors. */
export interface EtcdClient {
  call<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    request: InitOf<I>,
  ): Promise<PlainOf<O>>
  /** Says one thing and listens until the stream breaks, the signal is aborted or nobody iterates on. */
  converse<I extends DescMessage, O extends DescMessage>(
    method: DescMethodBiDiStreaming<I, O>,
    request: InitOf<I>,
    within: { readonly signal?: AbortSignal; readonly ms?: number },
  ): AsyncIterable<PlainOf<O>>
  stop(): void
}

/** No single question takes longer. */
export const answerWithinMs = 2000

const channelOptions = {
  'grpc.enable_http_proxy': 0,
  'grpc.use_local_subchannel_pool': 1,
  'grpc.enable_channelz': 0,
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 1000,
  // A member that went without a word is noticed; more often than every five seconds etcd hangs up.
  'grpc.keepalive_time_ms': 10_000,
  'grpc.keepalive_timeout_ms': 3000,
}

/** Endpoints are `http://host:port`, `https://host:port` or `host:port`. */
export function createEtcdClient(endpoints: readonly string[]): EtcdClient {
  const clients = endpoints.map(connect)
  let turn = 0
  let stopped = false

  /** The member whose turn it is, and what to do with its errors: only the first passes the turn on. */
  const current = () => {
    const mine = turn
    const client = clients[mine % clients.length]
    if (client === undefined || stopped) throw new Error('there is no etcd to talk to')
    const note = (error: ServiceError) => {
      const isAway = error.code === status.UNAVAILABLE || error.code === status.DEADLINE_EXCEEDED
      if (isAway && turn === mine) turn++
      return error
    }
    return { client, note }
  }
  return {
    call: (method, request) =>
      new Promise((resolve, reject) => {
        const { client, note } = current()
        const bytes = bytesOf(method, request)
        client.makeUnaryRequest(`/${pathOf(method)}`, same, same, bytes, none, until(), (error, answer) =>
          error ? reject(note(error)) : resolve(decode(method.output, answer ?? new Uint8Array(0))),
        )
      }),
    async *converse(method, request, { signal, ms }) {
      const { client, note } = current()
      const call = client.makeBidiStreamRequest(`/${pathOf(method)}`, same, same, none, ms ? until(ms) : {})
      const hangUp = () => call.cancel()
      signal?.addEventListener('abort', hangUp)
      // Hanging up is an error of its own, which comes when nobody listens any more.
      call.on('error', note)
      try {
        if (signal?.aborted) return
        call.write(bytesOf(method, request))
        for await (const bytes of call) yield decode(method.output, bytes)
      } finally {
        signal?.removeEventListener('abort', hangUp)
        hangUp()
      }
    },
    stop() {
      stopped = true
      for (const client of clients) client.close()
    },
  }
}

/** Whether etcd answered that there is no such thing, for instance no such lease. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && (error as Partial<ServiceError>).code === status.NOT_FOUND
}

function connect(endpoint: string): Client {
  const address = endpoint.replace(/^https?:\/\//, '').replace(/\/$/, '')
  const secure = endpoint.startsWith('https://')
  return new Client(address, secure ? credentials.createSsl() : credentials.createInsecure(), channelOptions)
}

const same = (bytes: Buffer) => bytes
const none = new Metadata()
/** gRPC measures deadlines by the system's clock, whatever ours says. */
const until = (ms = answerWithinMs) => ({ deadline: systemClock.now() + ms })

function bytesOf<I extends DescMessage>(method: DescMethod & { input: I }, request: InitOf<I>): Buffer {
  return Buffer.from(encode(method.input, complete(method.input, request)))
}
