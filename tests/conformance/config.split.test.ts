import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demoEmployees } from '../../host/demo/people.ts'
import { install } from '../installation.ts'

interface Told {
  readonly version: string | null
  readonly agreed: boolean
  readonly unreachable: number
  readonly services: readonly {
    readonly service: string
    readonly instances: readonly {
      readonly id: string
      readonly settings: readonly {
        readonly key: string
        readonly value: unknown
        readonly changedBy: string
      }[]
    }[]
  }[]
}

test('split into processes, every one of them follows a change within two seconds', async (t) => {
  const { platform, close } = await install('grpc')
  t.after(close)
  const url = platform.url
  const call = async (method: string, path: string, body?: object, token = '') => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
    const payload = body ? { body: JSON.stringify(body) } : {}
    const answer = await fetch(`${url}${path}`, { method, headers, ...payload })
    return { status: answer.status, body: JSON.parse(await answer.text()) }
  }
  const manager = demoEmployees.find(({ roles }) => roles.some((role) => role === 'manager'))
  assert.ok(manager)
  const { username, password } = manager
  const session = await call('POST', '/v1/sessions', { grant: 'employee', username, password })
  const token: string = session.body.accessToken
  const ask = async () => {
    const { status, body } = await call('GET', '/v1/ops/config', undefined, token)
    assert.equal(status, 200, JSON.stringify(body))
    return body as Told
  }
  const until = async (holds: (told: Told) => boolean) => {
    const deadline = performance.now() + 2000
    for (let told = await ask(); !holds(told); told = await ask())
      assert.ok(performance.now() < deadline, JSON.stringify(told.services.map(({ service }) => service)))
  }

  const first = await ask()
  const processes = new Set(first.services.flatMap(({ instances }) => instances.map(({ id }) => id)))
  assert.deepEqual([first.version, first.agreed, first.unreachable, processes.size], [null, true, 0, 7])
  const changes = [
    { service: 'order', key: 'takesOrders', value: false },
    { service: 'payment', key: 'feeBasisPoints', value: 38 },
  ]
  const changed = await call('PATCH', '/v1/ops/config', { version: null, changes }, token)
  assert.equal(changed.status, 200, JSON.stringify(changed.body))
  await until(
    (told) =>
      settingOf(told, 'order', 'takesOrders') === false &&
      settingOf(told, 'payment', 'feeBasisPoints') === 38,
  )
  assert.match(JSON.stringify(await ask()), /"changedBy":"employee:/)
})

function settingOf({ services }: Told, service: string, key: string): unknown {
  const [instance] = services.find((each) => each.service === service)?.instances ?? []
  return instance?.settings.find((each) => each.key === key)?.value
}
