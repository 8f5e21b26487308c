import { grpcTransport } from '#kit/rpc/grpc-client.ts'
import { createGrpcServer } from '#kit/rpc/grpc-server.ts'
import { rpcSuite } from './rpc.suite.ts'

rpcSuite('grpc', {
  async connect(served, needs) {
    const server = createGrpcServer({ ...needs, served: () => served, host: '127.0.0.1', port: 0 })
    await server.start?.()
    const transport = grpcTransport({ addresses: () => [server.address()], clock: needs.clock })
    const stop = async () => {
      await transport.stop()
      await server.stop?.()
    }
    return { transport, stop }
  },
})
