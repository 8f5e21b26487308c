import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { manualClock } from '../clock.ts'
import { nacosAt } from './nacos-server.ts'

test('without a user nobody logs in, and gRPC is a thousand ports above', async () => {
  const server = nacosAt('http://nacos.shop:8848', manualClock(0))
  assert.equal(server.grpc, 'nacos.shop:9848')
  assert.equal(server.name, 'nacos.shop:8848')
  assert.deepEqual(await server.headers(), {})
})

test('one login serves all requests, and is renewed before it expires', async (t) => {
  const { url, logins, clock } = await nacosWithLogin(t)
  const server = nacosAt(url, clock)
  const both = await Promise.all([server.headers(), server.headers()])
  assert.deepEqual(both, [{ accessToken: 'token-1' }, { accessToken: 'token-1' }])
  clock.advance(89_000)
  assert.deepEqual(await server.headers(), { accessToken: 'token-1' })
  clock.advance(1000)
  assert.deepEqual(await server.headers(), { accessToken: 'token-2' })
  assert.deepEqual(logins, ['username=shop&password=p%40ss', 'username=shop&password=p%40ss'])
  assert.doesNotMatch(server.name, /shop|p@ss/)
})

test('a login that Nacos no longer takes is made again', async (t) => {
  const { url, clock } = await nacosWithLogin(t)
  const server = nacosAt(url, clock)
  assert.equal((await server.fetch('/refused')).status, 403)
  assert.deepEqual(await server.headers(), { accessToken: 'token-2' })
})

test('a refused login is no answer, and is tried again by the next request', async (t) => {
  const { url, clock, refuse } = await nacosWithLogin(t)
  const server = nacosAt(url, clock)
  refuse(true)
  await assert.rejects(server.headers(), /refuses the login/)
  refuse(false)
  assert.deepEqual(await server.headers(), { accessToken: 'token-1' })
})

/** What Nacos answers to a login, on a server of this process; tokens live a hundred seconds. */
async function nacosWithLogin(t: TestContext) {
  const logins: string[] = []
  let refusing = false
  const server = createServer(async (request, response) => {
    const body = (await request.toArray()).join('')
    const isLogin = !refusing && request.url === '/nacos/v3/auth/user/login'
    if (isLogin) logins.push(body)
    response
      .writeHead(isLogin ? 200 : 403)
      .end(JSON.stringify({ accessToken: `token-${logins.length}`, tokenTtl: 100 }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://shop:p%40ss@127.0.0.1:${(server.address() as AddressInfo).port}`,
    clock: manualClock(0),
    logins,
    refuse(now: boolean) {
      refusing = now
    },
  }
}
