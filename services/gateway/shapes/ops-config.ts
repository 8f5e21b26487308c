import { z } from 'zod'
import type {
  DescribeConfigResponseSchema,
  SettingSchema,
} from '#contracts/gen/cangqiong/kit/v1/config_pb.js'
import type { PlainOf } from '#kit/rpc/message.ts'
import { momentOrNull, textOrNull } from '../http.ts'

/** What one process told. */
export type Told = PlainOf<typeof DescribeConfigResponseSchema>
type Setting = PlainOf<typeof SettingSchema>

const settingShape = z.strictObject({
  key: z.string(),
  /** Secrets are `***`; null where there is none. */
  value: z.unknown(),
  source: z.string(),
  version: z.string().nullable(),
  changedBy: z.string().nullable(),
  changedAt: z.string().nullable(),
  live: z.boolean(),
  secret: z.boolean(),
})

const serviceShape = z.strictObject({
  service: z.string(),
  /** Keys whose value is not the same everywhere. */
  differing: z.array(z.string()),
  instances: z.array(
    z.strictObject({ id: z.string(), version: z.string().nullable(), settings: z.array(settingShape) }),
  ),
})

export const configShape = z
  .strictObject({
    centre: z.string(),
    /** What a change must name; null while there is no document. */
    version: z.string().nullable(),
    agreed: z.boolean(),
    /** Processes that should be there and did not answer. */
    unreachable: z.int(),
    services: z.array(serviceShape),
  })
  .meta({ id: 'Config' })

/** Every service with what each of its instances runs on. */
export function shapeServices(told: readonly Told[]) {
  const found = told.flatMap(({ instanceId, version, services }) =>
    services.map(({ service, settings }) => ({ service, id: instanceId, version, settings })),
  )
  return [...Map.groupBy(found, ({ service }) => service)]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([service, instances]) => ({
      service,
      differing: differingOf(instances.map(({ settings }) => settings)),
      instances: instances.map(({ id, version, settings }) => ({
        id,
        version: textOrNull(version),
        settings: settings.map(shapeSetting),
      })),
    }))
}

function shapeSetting({ value, version, changedBy, changedAt, ...setting }: Setting) {
  return {
    ...setting,
    value: shownValue(value, setting.secret),
    version: textOrNull(version),
    changedBy: textOrNull(changedBy),
    changedAt: momentOrNull(changedAt),
  }
}

function shownValue(text: string, isSecret: boolean): unknown {
  if (isSecret) return text
  return text === 'unset' ? null : JSON.parse(text)
}

/** Keys that some instance has with another value, or not at all. */
function differingOf(instances: readonly (readonly Setting[])[]): string[] {
  const all = instances.flat()
  const byKey = Map.groupBy(all, ({ key }) => key)
  return [...byKey]
    .filter(
      ([, those]) => new Set(those.map(({ value }) => value)).size > 1 || those.length < instances.length,
    )
    .map(([key]) => key)
}
