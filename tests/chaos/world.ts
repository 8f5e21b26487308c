import type { Stage } from '../journeys/stage.ts'
import type { Audience } from './operations.ts'
import type { Json } from './schema.ts'

/**
 * People with tokens, and things that are really there: what is bad about a request is then nothing but its
 * badness.
 */
export interface World {
  readonly port: number
  readonly stage: Stage
  readonly tokens: { readonly customer: string; readonly staff: string; readonly manager: string }
  /** What stands for a parameter of an operation's path. */
  idFor(operation: string, parameter: string): string
  /** Values for properties of an operation's body, by their names. */
  knownTo(operation: string): Readonly<Record<string, Json>>
  readonly refreshToken: string
}

/** Who may call what is meant for this audience. */
export function tokenFor({ tokens }: World, audience: Audience): string | undefined {
  if (audience === 'public') return undefined
  if (audience === 'customer' || audience === 'any') return tokens.customer
  return tokens.manager
}
