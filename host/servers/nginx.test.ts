import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
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
  const ask = async (method = 'GET') => {
    const answer = await fetch(`http://127.0.0.1:${port}/`, { method })
    return { status: answer.status, text: await answer.text() }
  }
  return { nginx, ask }
}

test('after a shift everything new goes to the new gateways', { skip }, async (t) => {
  const [one, two] = [await gateway(t, 'one'), await gateway(t, 'two')]
  const { nginx, ask } = await front(t, one.address)
  assert.equal((await ask()).text, 'one')
  await nginx.shift([two.address])
  const texts = await Promise.all(Array.from({ length: 20 }, async () => (await ask()).text))
  assert.deepEqual([...new Set(texts)], ['two'])
})

test('a gateway that is gone is passed over, whatever was asked', { skip }, async (t) => {
  const [one, two] = [await gateway(t, 'one'), await gateway(t, 'two')]
  const { ask } = await front(t, one.address, two.address)
  one.server.close()
  one.server.closeAllConnections()
  for (const method of ['GET', 'POST', 'POST', 'PATCH'])
    assert.deepEqual(await ask(method), { status: 200, text: 'two' })
})

test('where no gateway is there the answer is a problem with a code', { skip }, async (t) => {
  const { ask } = await front(t, '127.0.0.1:1')
  const { status, text } = await ask('POST')
  assert.deepEqual([status, JSON.parse(text).code], [503, 'UNREACHABLE'])
})
