import { createMemoryBus } from '#kit/messaging/memory.ts'
import { messagingSuite } from './messaging.suite.ts'

messagingSuite('memory', async () => {
  const bus = createMemoryBus()
  return { announcing: bus, at: () => bus }
})
