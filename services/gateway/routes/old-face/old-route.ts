import { z } from 'zod'
import type { Person } from '#kit/context.ts'
import { type Audience, answer, noBody, type Route, type RouteRequest, route } from '#kit/http/route.ts'
import { acts } from './acts.ts'
import { readInput } from './input.ts'
import { dialectOf, type Words } from './refusals.ts'

/** Method and address as the old front ends call it. */
export type Call = `${Route['method']} /${'admin' | 'user' | 'notify'}/${string}`

/** What the old face needs to know of its installation. */
export interface Face {
  /** The shop that customers mean, who name none. */
  readonly shopId: string
}

/** Who calls, and from where. */
export interface Caller {
  readonly by: Person
  readonly shopId: string
  readonly clientIp: string
}

/** An old endpoint: who may call it, how the request is read, what is asked and how the answer is shown. */
export interface Declaration<Input extends z.ZodType, Answer> {
  readonly who: Audience
  readonly summary: string
  /** Of the fields of path, query and body together; empty ones and those nobody asks for are left out. */
  readonly reads: Input
  readonly asks: (input: z.output<Input>, caller: Caller) => Promise<Answer>
  /** The envelope's `data`; null where absent. */
  readonly shows?: (answer: Answer, input: z.output<Input>) => unknown
  /** What a refusal is called here, where that is not what it is called everywhere. */
  readonly words?: Words
  /** Refusals keep their HTTP status, because the old page does not look into the envelope. */
  readonly isLoud?: boolean
  readonly rateClass?: 'login' | 'notify'
}

/** An endpoint, not yet of any installation. */
export type OldRoute = (face: Face) => Route

export const anyone = 'public'
export const customer = 'customer'
export const staff = 'employee'

/** For endpoints that read nothing. */
export const nothing = z.object({})

export function oldRoute<Input extends z.ZodType, Answer>(
  call: Call,
  declared: Declaration<Input, Answer>,
): OldRoute {
  const { reads, asks, shows } = declared
  return (face) =>
    route({
      ...frameOf(call, declared),
      body: call.startsWith('GET') ? noBody : z.unknown(),
      replies: { 200: envelope },
      async handler(request) {
        const input = readInput(reads, request)
        const told = await asks(input, callerOf(request, face))
        return answer(200, { code: 1, msg: null, data: shows?.(told, input) ?? null })
      },
    })
}

const envelope = z.strictObject({ code: z.literal(1), msg: z.null(), data: z.unknown() })

type Framed = Pick<Declaration<z.ZodType, unknown>, 'who' | 'summary' | 'words' | 'isLoud' | 'rateClass'>

/** All of a route that follows from its call and who may make it. */
export function frameOf(call: Call, { who, summary, words, isLoud, rateClass }: Framed) {
  const [method = '', path = ''] = call.split(' ')
  const names = [...path.matchAll(/:([A-Za-z]+)/g)].map(([, name = '']) => name)
  const isRead = method === 'GET'
  return {
    name: call,
    method: method as Route['method'],
    path: path as Route['path'],
    summary,
    tag: 'old face',
    audience: who,
    ownership: who === anyone ? 'none' : 'own',
    params: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))),
    query: z.looseObject({}),
    rateClass: rateClass ?? (isRead ? 'read' : 'write'),
    idempotency: 'none',
    ...{ audit: auditOf(call), act: acts[call] ?? call },
    dialect: dialectOf(path, { words, isLoud }),
  } as const
}

function auditOf(call: Call): Route['audit'] {
  if (acts[call] !== undefined) return 'entry'
  return call.startsWith('GET') ? false : 'line'
}

export function callerOf(
  { by, clientIp }: Pick<RouteRequest<unknown, unknown, unknown>, 'by' | 'clientIp'>,
  face: Face,
): Caller {
  return { by, clientIp, shopId: by.kind === 'employee' ? by.shopId : face.shopId }
}
