import { z } from 'zod'
import { nameOf } from '#kit/context.ts'
import { Fault } from '#kit/fault.ts'
import { answer, type Route, route } from '#kit/http/route.ts'
import { managers, staffRead, staffWrite, text } from '../http.ts'
import type { ConfigInstance, Configuration } from '../ports.ts'
import { configShape, shapeServices, type Told } from '../shapes/ops-config.ts'

const ops = { tag: 'ops', audience: managers, ownership: 'none', path: '/v1/ops/config' } as const

const scalar = z.union([text(4000), z.number(), z.boolean(), z.null()])
const change = z.strictObject({
  service: text(50),
  key: text(200),
  /** null takes the value out of the document. */
  value: z.union([scalar, z.array(z.unknown()).max(100), z.record(z.string(), z.unknown())]),
})
type Change = z.output<typeof change>

interface ConfigNeeds {
  readonly configuration: Configuration
}

export function opsConfigRoutes(needs: ConfigNeeds): readonly Route[] {
  return [describeConfig(needs), changeConfig(needs)]
}

function describeConfig({ configuration }: ConfigNeeds): Route {
  return route({
    ...staffRead,
    ...ops,
    name: 'describeConfig',
    method: 'GET',
    summary: 'What every instance of every service runs on: value, source, version, who changed it when',
    replies: { 200: configShape },
    async handler() {
      const { heard, unreachable } = await askAll(configuration)
      const { name, current } = configuration.document
      const services = shapeServices(heard.map(({ told }) => told))
      const agreed = services.every(({ differing }) => differing.length === 0)
      return answer(200, { centre: name, version: current?.version ?? null, agreed, unreachable, services })
    },
  })
}

function changeConfig({ configuration }: ConfigNeeds): Route {
  return route({
    ...staffWrite,
    ...ops,
    name: 'changeConfig',
    method: 'PATCH',
    summary: 'Changes live values; every instance follows within two seconds',
    body: z.strictObject({ version: text(200).nullable(), changes: z.array(change).min(1).max(50) }),
    replies: { 200: z.strictObject({ version: z.string().nullable() }) },
    async handler({ body: { version, changes }, by }) {
      const { document } = configuration
      await checkByOwners(configuration, changes)
      await document.change(changes, version, nameOf(by))
      return answer(200, { version: document.current?.version ?? null })
    },
  })
}

interface Heard {
  readonly instance: ConfigInstance
  readonly told: Told
}

/** Asks every process at once; the deadline of the rpc bounds the wait for those that are gone. */
async function askAll(configuration: Configuration) {
  const instances = await configuration.instances()
  const answers = await Promise.all(instances.map(ask))
  const heard = new Map(answers.flatMap((one) => (one ? [[one.told.instanceId, one]] : [])))
  return { heard: [...heard.values()], unreachable: answers.filter((one) => one === null).length }
}

async function ask(instance: ConfigInstance): Promise<Heard | null> {
  try {
    return { instance, told: await instance.describeConfig({}) }
  } catch (thrown) {
    if (thrown instanceof Fault) return null
    throw thrown
  }
}

/** Every instance of the services concerned must be able to take the values over. */
async function checkByOwners(configuration: Configuration, changes: readonly Change[]): Promise<void> {
  const { heard, unreachable } = await askAll(configuration)
  const checks = [...Map.groupBy(changes, ({ service }) => service)].flatMap(([service, wanted]) => {
    const owners = heard.filter(({ told }) => told.services.some((each) => each.service === service))
    if (owners.length === 0) throw nobodyKnows(service, unreachable)
    const asked = wanted.map((one) => ({ ...one, value: JSON.stringify(one.value) }))
    return owners.map(
      ({ instance }) =>
        () =>
          instance.checkConfig({ changes: asked }),
    )
  })
  await Promise.all(checks.map((check) => check()))
}

function nobodyKnows(service: string, unreachable: number): Fault {
  return unreachable > 0
    ? new Fault('unavailable', 'CONFIG_UNAVAILABLE', `no instance of ${service} answers`)
    : new Fault('missing', 'CONFIG_KEY_MISSING', `there is no service ${service}`)
}
