import { createMemoryEgress } from '#kit/egress/memory.ts'
import { egressSuite } from './egress.suite.ts'

egressSuite('memory', async () =>
  createMemoryEgress({
    shop: async ({ method, path, body = '' }) => {
      if (path === '/broken') throw new Error('broke off')
      if (path === '/silent') return new Promise(() => undefined)
      return { status: 402, headers: { 'x-seen': `${method} ${path}` }, body: Buffer.from(body) }
    },
  }),
)
