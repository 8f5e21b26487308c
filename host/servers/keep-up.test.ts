import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepUp } from './keep-up.ts'

/** A server that is nothing but its deaths. */
function createServer(failures = 0) {
  const { promise, resolve } = Promise.withResolvers<void>()
  const server = {
    gone: promise,
    die: resolve,
    restarts: 0,
    async restart() {
      server.restarts += 1
      if (server.restarts <= failures) throw new Error('not yet')
      const next = Promise.withResolvers<void>()
      server.gone = next.promise
      server.die = next.resolve
    },
  }
  return server
}

async function until(isSo: () => boolean): Promise<void> {
  const endsAt = Date.now() + 5000
  while (!isSo()) {
    assert.ok(Date.now() < endsAt, 'it never came to be')
    await new Promise((settle) => setTimeout(settle, 5))
  }
}

test('a server that dies is started again, as often as it does and until it starts', async () => {
  const server = createServer(1)
  const keeping = keepUp('a server', server)
  server.die()
  await until(() => server.restarts === 2)
  server.die()
  await until(() => server.restarts === 3)
  keeping.letGo()
})

test('one that was let go stays dead', async () => {
  const server = createServer()
  keepUp('a server', server).letGo()
  server.die()
  await new Promise((settle) => setTimeout(settle, 300))
  assert.equal(server.restarts, 0)
})
