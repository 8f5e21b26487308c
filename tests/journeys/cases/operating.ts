import assert from 'node:assert/strict'
import { newKey, until } from '../api.ts'
import { addToCart, expect, type Stage, submission } from '../stage.ts'
import type { Journey } from './journey.ts'

/** How soon every instance must have taken a change over. */
const followsWithinMs = 2000

/** Steering while it runs. */
export const operating: readonly Journey[] = [
  {
    name: 'configuration: the brake stops new orders everywhere within two seconds, by name',
    async run(stage) {
      const customer = await stage.customer()
      await addToCart(customer, stage.shopId, await stage.newDish(2000))
      const body = await submission(customer, stage.shopId)
      const submit = () => customer.send('POST', '/v1/orders', body, newKey())
      try {
        await setTakesOrders(stage, false)
        expect(await submit(), 422, 'ORDERING_PAUSED')
      } finally {
        await setTakesOrders(stage, null)
      }
      expect(await submit(), 201)
    },
  },
]

/** Null takes the value out of the document again. Returns when every instance runs on it. */
async function setTakesOrders({ manager }: Stage, value: boolean | null): Promise<void> {
  const look = async () => expect(await manager.get('/v1/ops/config'), 200).body
  const { version } = await look()
  const changes = [{ service: 'order', key: 'takesOrders', value }]
  expect(await manager.send('PATCH', '/v1/ops/config', { version, changes }), 200)
  const told = await until(
    'every instance to follow',
    look,
    (config) => settingsOf(config).every((setting) => setting.value === (value ?? true)),
    followsWithinMs,
  )
  assert.deepEqual([told.agreed, told.unreachable], [true, 0])
  for (const { source, changedBy } of settingsOf(told))
    if (value === null) assert.equal(source, 'default')
    else assert.match(changedBy, /^employee:\d+$/)
}

interface Config {
  readonly services: readonly {
    readonly service: string
    readonly instances: readonly { readonly settings: readonly Setting[] }[]
  }[]
}

interface Setting {
  readonly key: string
  readonly value: unknown
  readonly source: string
  readonly changedBy: string
}

/** What each instance of the order service runs on. */
function settingsOf({ services }: Config): readonly Setting[] {
  const instances = services.find(({ service }) => service === 'order')?.instances ?? []
  return instances.flatMap(({ settings }) => settings.filter(({ key }) => key === 'takesOrders'))
}
