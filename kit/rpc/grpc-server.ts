import type { DescMethodServerStreaming, DescMethodUnary } from '@bufbuild/protobuf'
import { logVerbosity, Server, ServerCredentials, setLogVerbosity } from '@grpc/grpc-js'
import { ServerReflection } from '#contracts/gen/grpc/reflection/v1/reflection_pb.js'
import type { Part } from '../lifecycle/lifecycle.ts'
import { createDispatch, type DispatchNeeds } from './dispatch.ts'
import { createGrpcCalls } from './grpc-calls.ts'
import { healthService } from './health.ts'
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
  /** How long a drain waits for running calls, ms: 3000 unless told. */
  readonly drainBoundMs?: number
}

export interface GrpcServer extends Part {
  /** `host:port` it listens on; only after `start`. */
  address(): string
}

// Without channelz grpc-js does not know its sessions and forceShutdown leaves them open.
const serverOptions = { 'grpc.max_receive_message_length': 16 * 1024 * 1024 }

/**
 * Answers over gRPC, with health and reflection. A drain tells every connection to go elsewhere and ends its
 * streams.
 */
export function createGrpcServer(needs: GrpcServerNeeds): GrpcServer {
  const { clock, host, port, drainBoundMs = 3000, ready = async () => true } = needs
  // What goes wrong comes as an error; what the library prints besides names neither time nor service.
  setLogVerbosity(logVerbosity.NONE)
  const server = new Server(serverOptions)
  let draining: Promise<void> | undefined
  let boundPort: number | undefined

  const names = () => needs.served().map(({ service }) => service.typeName)
  const health = healthService({ clock, names, ready: async () => draining === undefined && ready() })
  const all = () => [...needs.served(), health]
  const allServed: Served[] = []
  const calls = createGrpcCalls(
    createDispatch(() => allServed, 'grpc', needs),
    clock,
  )

  function addServices(): void {
    allServed.push(...all())
    for (const { service } of allServed) {
      const entries = service.methods.map((method) => {
        const unary = method.methodKind === 'unary'
        const handle = unary
          ? calls.unary(method as DescMethodUnary)
          : calls.stream(method as DescMethodServerStreaming)
        return [method.name, definitionOf(service.typeName, method.name, !unary, false), handle] as const
      })
      server.addService(
        Object.fromEntries(entries.map(([name, definition]) => [name, definition])),
        Object.fromEntries(entries.map(([name, , handle]) => [name, handle])),
      )
    }
    const { typeName, method } = ServerReflection
    const name = method.serverReflectionInfo.name
    server.addService(
      { [name]: definitionOf(typeName, name, true, true) },
      { [name]: answerReflection([...allServed.map(({ service }) => service), ServerReflection]) },
    )
  }

  function listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      server.bindAsync(`${host}:${port}`, ServerCredentials.createInsecure(), (error, given) => {
        if (error !== null) reject(error)
        else resolve(given)
      })
    })
  }

  function shutDown(): Promise<void> {
    return new Promise((resolve) => {
      const giveUp = clock.after(drainBoundMs, () => {
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

  return {
    name: 'grpc',
    address() {
      if (boundPort === undefined) throw new Error('the gRPC server has not started')
      return `${host}:${boundPort}`
    },
    async start() {
      addServices()
      boundPort = await listen()
    },
    drain() {
      draining ??= boundPort === undefined ? Promise.resolve() : shutDown()
      return draining
    },
    async stop() {
      server.forceShutdown()
    },
  }
}

const same = (bytes: Buffer) => bytes

function definitionOf(service: string, name: string, responseStream: boolean, requestStream: boolean) {
  return {
    path: `/${service}/${name}`,
    requestStream,
    responseStream,
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  }
}
