import { z } from 'zod'
import type { Instance } from './discovery.ts'

const schema = z.object({
  id: z.string(),
  address: z.string(),
  zone: z.string(),
  version: z.string(),
  weight: z.number(),
  state: z.enum(['ready', 'draining']),
})

/** What a registry holds of an instance. */
export function textOf(instance: Instance): string {
  return JSON.stringify(instance)
}

/** An instance from its JSON; undefined where somebody else wrote something else. */
export function instanceOf(text: string): Instance | undefined {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}
