import type { DescMethod, DescMethodServerStreaming, DescMethodUnary, DescService } from '@bufbuild/protobuf'
import {
  logVerbosity,
  Server,
  ServerCredentials,
  setLogVerbosity,
  type UntypedHandleCall,
} from '@grpc/grpc-js'
import { ServerReflection } from '#contracts/gen/grpc/reflection/v1/reflection_pb.js'
import type { Clock } from '../clock.ts'
import type { Part } from '../lifecycle/part.ts'
import { pathOf } from './call.ts'
import { createDispatch, type DispatchNeeds } from './dispatch.ts'
import { createGrpcCalls, type GrpcCalls } from './grpc-calls.ts'
import { createHealth } from './health.ts'
import { answerReflection } from './reflection.ts'
import type { Served } from './service.ts'

export interface GrpcServerNeeds extends DispatchNeeds {
  /** What this process answers; complete before `start`. */
  readonly served: () => readonly Served[]
  readonly host: string
  /** 0: any free port, told by `address`. */
  readonly port: number
  /** Whether this process can do its work now: what grpc.health.v1 answers. Always, unless told. */
  readonly ready?: () => Promise<boolean>
  /**
   * How long a drain goes on serving everyone after it has said that it will not, ms: 1500 unless told.
   * Longer than clients and registries take to hear of it; 0 where nobody else could take over.
   */
  readonly lameDuckMs?: number
  /** How long a whole drain may take, ms: 3500 unless told. */
  readonly drainBoundMs?: number
}

/** One port of this process, for everything it answers. */
export interface GrpcServer extends Part {
  /** `host:port` it listens on; only after `start`. */
  address(): string
}

// Without channelz grpc-js does not know its sessions and forceShutdown leaves them open.
const serverOptions = { 'grpc.max_receive_message_length': 16 * 1024 * 1024 }

/**
 * Answers over gRPC, with health and reflection. A drain first says that it is not serving and serves on;
 * then it tells every connection to go elsewhere, ends their streams with SHUTTING_DOWN and
 * finishes what runs.
 */
export function createGrpcServer(needs: GrpcServerNeeds): GrpcServer {
  const { clock, host, port, ready = async () => true } = needs
  // What goes wrong comes as an error; what the library prints besides names neither time nor service.
  setLogVerbosity(logVerbosity.NONE)
  const server = new Server(serverOptions)
  let draining: Promise<void> | undefined
  let boundPort: number | undefined

  const names = () => needs.served().map(({ service }) => service.typeName)
  const health = createHealth({ clock, names, ready: async () => draining === undefined && ready() })
  const all: Served[] = []
  const calls = createGrpcCalls(
    createDispatch(() => all, 'grpc', needs),
    clock,
  )

  return {
    name: 'grpc',
    address() {
      if (boundPort === undefined) throw new Error('the gRPC server has not started')
      return `${host}:${boundPort}`
    },
    async start() {
      all.push(...needs.served(), health.served)
      for (const { service } of all) addService(server, service, calls)
      addReflection(server, [...all.map(({ service }) => service), ServerReflection])
      boundPort = await listen(server, `${host}:${port}`)
    },
    drain() {
      if (boundPort === undefined) return Promise.resolve()
      draining ??= drainServer(needs, server, calls)
      health.tell()
      return draining
    },
    async stop() {
      server.forceShutdown()
    },
  }
}

function addService(server: Server, service: DescService, calls: GrpcCalls): void {
  const definitions: Record<string, ReturnType<typeof definitionOf>> = {}
  const handles: Record<string, UntypedHandleCall> = {}
  for (const method of service.methods) {
    definitions[method.name] = definitionOf(method)
    handles[method.name] =
      method.methodKind === 'unary'
        ? calls.unary(method as DescMethodUnary)
        : calls.stream(method as DescMethodServerStreaming)
  }
  server.addService(definitions, handles)
}

function addReflection(server: Server, services: readonly DescService[]): void {
  const method = ServerReflection.method.serverReflectionInfo
  server.addService({ [method.name]: definitionOf(method) }, { [method.name]: answerReflection(services) })
}

const same = (bytes: Buffer) => bytes

function definitionOf(method: DescMethod) {
  return {
    path: `/${pathOf(method)}`,
    requestStream: method.methodKind === 'bidi_streaming',
    responseStream: method.methodKind !== 'unary',
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  }
}

function listen(server: Server, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) => {
      if (error !== null) reject(error)
      else resolve(port)
    })
  })
}

async function drainServer(needs: GrpcServerNeeds, server: Server, calls: GrpcCalls): Promise<void> {
  const { clock, lameDuckMs = 1500, drainBoundMs = 3500 } = needs
  if (lameDuckMs > 0) await clock.sleep(Math.min(lameDuckMs, drainBoundMs))
  await shutDown(server, calls, clock, Math.max(0, drainBoundMs - lameDuckMs))
}

function shutDown(server: Server, calls: GrpcCalls, clock: Clock, boundMs: number): Promise<void> {
  return new Promise((resolve) => {
    const giveUp = clock.after(boundMs, () => {
      server.forceShutdown()
      resolve()
    })
    server.tryShutdown(() => {
      giveUp()
      resolve()
    })
    calls.endStreams()
  })
}
