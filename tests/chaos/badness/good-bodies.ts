import fc from 'fast-check'
import { type Draft, jsonBody } from '../draft.ts'
import type { Operation } from '../operations.ts'
import { accepts, type Json, type Place, placesOf, type Schema, sampleOf } from '../schema.ts'
import type { World } from '../world.ts'
import { drafts, written } from './badness.ts'

export const schemaOf = ({ body }: Operation): Schema | undefined =>
  typeof body === 'object' ? body : undefined
/** The shapes a body may have, one of them at a time. */
export const shapesOf = (schema: Schema): readonly Schema[] => schema.oneOf ?? schema.anyOf ?? [schema]
export const takesJson = (operation: Operation) => schemaOf(operation) !== undefined

/** A body nothing is wrong with, in one of the shapes it may have, and its places. */
export interface Good {
  readonly value: Json
  readonly places: readonly Place[]
}

export function goodBodies(operation: Operation, world: World): fc.Arbitrary<Good> {
  return fc.constantFrom(...shapesOf(schemaOf(operation) ?? {})).map((shape) => {
    const value = sampleOf(shape, world.knownTo(operation.name))
    return { value, places: placesOf(shape, value) }
  })
}

/** Requests whose bodies are spoilt in this way, and really so. */
export function spoilt(operation: Operation, world: World, spoil: (good: Good) => fc.Arbitrary<Json>) {
  const schema = schemaOf(operation) ?? {}
  const values = goodBodies(operation, world)
    .chain(spoil)
    .filter((value) => !accepts(schema, value))
  return written(
    fc.tuple(drafts(operation, world), values).map(([draft, value]) => withBody(draft, jsonBody(value))),
  )
}

export const withBody = (draft: Draft, body: Buffer): Draft => ({ ...draft, body })

/** Bodies that are no value at all. */
export function unreadable(
  operation: Operation,
  world: World,
  texts: (good: string) => fc.Arbitrary<string | Buffer>,
) {
  const bodies = goodBodies(operation, world).chain(({ value }) => texts(JSON.stringify(value)))
  return written(
    fc
      .tuple(drafts(operation, world), bodies)
      .map(([draft, body]) => withBody(draft, Buffer.from(body as string))),
  )
}
