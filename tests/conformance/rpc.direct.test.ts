import { directTransport } from '#kit/rpc/direct.ts'
import { rpcSuite } from './rpc.suite.ts'

rpcSuite('direct', {
  async connect(served, needs) {
    return { transport: directTransport(() => served, needs), stop: async () => undefined }
  },
})
