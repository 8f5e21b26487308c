import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { WebSocket, WebSocketServer } from 'ws'
import { nginxAvailable, startNginx } from './nginx.ts'
import { freePort } from './process.ts'

const isRequired = process.env.REQUIRE_SERVERS === '1'
const skip =
  nginxAvailable() || isRequired ? false : 'nginx is not on this machine: apt-get install nginx-light'

/** A gateway that answers its name. */
async function gateway(t: TestContext, name: string): Promise<{ server: Server; address: string }> {
  const server = createServer((_, answer) => answer.end(name))
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  t.after(() => void server.close().closeAllConnections())
  return { server, address: `127.0.0.1:${(server.address() as AddressInfo).port}` }
}

async function front(t: TestContext, ...gateways: readonly string[]) {
  const port = await freePort()
  const nginx = await startNginx(port, gateways)
  t.after(() => nginx.stop())
  const ask = async (method = 'GET', body?: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}/`, { method, ...(body ? { body } : {}) })
    return { status: answer.status, text: await answer.text() }
  }
  return { nginx, ask, port }
}

/** Asks on kept connections, again and again, until it is told to stop; answers what failed. */
async function hurry(port: number, signal: AbortSignal): Promise<readonly string[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const failures: string[] = []
  while (!signal.aborted) {
    await new Promise<void>((settle) => {
      const asking = request({ host: '127.0.0.1', port, agent, method: 'POST' }, (answer) => {
        if (answer.statusCode !== 200) failures.push(String(answer.statusCode))
        answer.resume().once('end', settle)
      })
      asking.once('error', (error) => {
        failures.push(error.message)
        settle()
      })
      asking.end('{}')
    })
    await setImmediate()
  }
  agent.destroy()
  return failures
}

test('after a shift everything new goes to the new gateways', { skip }, async (t) => {
  const [one, two] = [await gateway(t, 'one'), await gateway(t, 'two')]
  const { nginx, ask } = await front(t, one.address)
  assert.equal((await ask()).text, 'one')
  await nginx.shift([two.address])
  const texts = await Promise.all(Array.from({ length: 20 }, async () => (await ask()).text))
  assert.deepEqual([...new Set(texts)], ['two'])
})

test('no request is lost on a kept connection while the gateways are shifted', { skip }, async (t) => {
  const [one, two] = [await gateway(t, 'one'), await gateway(t, 'two')]
  const { nginx, port } = await front(t, one.address)
  const over = new AbortController()
  const people = Array.from({ length: 32 }, () => hurry(port, over.signal))
  for (const to of [two, one]) await nginx.shift([to.address])
  over.abort()
  assert.deepEqual((await Promise.all(people)).flat(), [])
})

test('a gateway that is gone is passed over, whatever was asked', { skip }, async (t) => {
  const [one, two] = [await gateway(t, 'one'), await gateway(t, 'two')]
  const { ask } = await front(t, one.address, two.address)
  one.server.close()
  one.server.closeAllConnections()
  for (const method of ['GET', 'POST', 'POST', 'PATCH'])
    assert.deepEqual(await ask(method), { status: 200, text: 'two' })
})

test('a body that does not fit into memory comes through', { skip }, async (t) => {
  const { ask } = await front(t, (await gateway(t, 'one')).address)
  assert.deepEqual(await ask('POST', 'x'.repeat(2 * 1024 * 1024)), { status: 200, text: 'one' })
})

test('where no gateway is there the answer is a problem with a code', { skip }, async (t) => {
  const { ask } = await front(t, '127.0.0.1:1')
  const { status, text } = await ask('POST')
  assert.deepEqual([status, JSON.parse(text).code], [503, 'UNREACHABLE'])
})

test('a line is opened through it, and frames pass both ways', { skip }, async (t) => {
  const one = await gateway(t, 'one')
  const lines = new WebSocketServer({ server: one.server })
  lines.on('connection', (line) => line.on('message', (data) => line.send(`heard ${data}`)))
  const { port, ask } = await front(t, one.address)
  const line = new WebSocket(`ws://127.0.0.1:${port}/v1/ws`)
  await once(line, 'open')
  line.send('hello')
  const [data] = await once(line, 'message')
  assert.equal(String(data), 'heard hello')
  assert.equal((await ask()).text, 'one', 'and every other request goes on as it did')
  line.terminate()
})
