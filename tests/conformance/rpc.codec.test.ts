import { codecTransport } from '#kit/rpc/codec.ts'
import { rpcSuite } from './rpc.suite.ts'

rpcSuite('codec', {
  async connect(served, needs) {
    return { transport: codecTransport(() => served, needs), stop: async () => undefined }
  },
})
