import { createMemoryCentre, createMemoryPlace } from '#kit/config/memory.ts'
import { configSuite } from './config.suite.ts'

configSuite('memory', async () => {
  const place = createMemoryPlace()
  return {
    open: async () => createMemoryCentre(place),
    write: async (text) => place.write(text, 'somebody'),
    loss: { begin: async () => place.setAway(true), end: async () => place.setAway(false) },
  }
})
