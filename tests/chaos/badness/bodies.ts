import fc from 'fast-check'
import { jsonBody } from '../draft.ts'
import type { Operation } from '../operations.ts'
import { type Json, type Place, placesOf, type Schema, sampleOf, valueAt, withAt } from '../schema.ts'
import { type Badness, drafts, hostileTexts, written } from './badness.ts'
import { type Good, goodBodies, schemaOf, shapesOf, spoilt, takesJson, withBody } from './good-bodies.ts'

/** Whether any shape of the body has such a place. */
function has(operation: Operation, isIt: (schema: Schema) => boolean): boolean {
  return shapesOf(schemaOf(operation) ?? {}).some((shape) =>
    placesOf(shape, sampleOf(shape, {})).some((place) => isIt(place.schema)),
  )
}

function pick({ places }: Good, isIt: (schema: Schema) => boolean): fc.Arbitrary<Place> {
  return fc.constantFrom(...places.filter(({ schema }) => isIt(schema)))
}

const isObject = ({ type }: Schema) => type === 'object'
const isText = ({ type }: Schema) => type === 'string'
const isNumber = ({ type }: Schema) => type === 'integer' || type === 'number'
const isBounded = (schema: Schema) => isText(schema) || isNumber(schema) || schema.type === 'array'
const isStrict = ({ pattern, enum: names, const: only }: Schema) => Boolean(pattern || names || only)
const needsAll = ({ required = [] }: Schema) => required.length > 0

const otherValues: readonly Json[] = [
  null,
  true,
  'true',
  1,
  '1',
  -1,
  1.5,
  '',
  'x',
  [],
  [1],
  {},
  { a: 1 },
  [[]],
  [null],
]

const wrongTypes: Badness = {
  name: 'a value of another type',
  fits: takesJson,
  requests: (operation, world) =>
    spoilt(operation, world, (good) =>
      fc
        .tuple(fc.constantFrom(...good.places), fc.constantFrom(...otherValues))
        .map(([{ path }, other]) => withAt(good.value, path, other)),
    ),
}

const missingFields: Badness = {
  name: 'a field left out',
  fits: (operation) => takesJson(operation) && has(operation, needsAll),
  requests: (operation, world) =>
    spoilt(operation, world, (good) =>
      pick(good, needsAll)
        .chain(({ path, schema }) => fc.tuple(fc.constant(path), fc.constantFrom(...(schema.required ?? []))))
        .map(([path, name]) => {
          const { [name]: _, ...others } = valueAt(good.value, path) as Readonly<Record<string, Json>>
          return withAt(good.value, path, others)
        }),
    ),
}

const strangeFields = [
  'x',
  'role',
  'roles',
  'customerId',
  'amountFen',
  'state',
  'isAdmin',
  'ID',
  ' shopId',
  '',
  '$ne',
  '😀',
  "'; --",
]

const unknownFields: Badness = {
  name: 'a field nobody knows',
  fits: takesJson,
  requests: (operation, world) =>
    spoilt(operation, world, (good) =>
      fc
        .tuple(pick(good, isObject), fc.constantFrom(...strangeFields), fc.constantFrom(...otherValues))
        .map(([{ path }, name, value]) => withAt(good.value, [...path, name], value)),
    ),
}

const prototypeFields: Badness = {
  name: 'a field that means something to the language',
  fits: takesJson,
  requests: (operation, world) =>
    spoilt(operation, world, (good) =>
      fc
        .tuple(
          pick(good, isObject),
          fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'),
        )
        .map(([{ path }, name]) => withAt(good.value, [...path, name], { admin: true, roles: ['manager'] })),
    ),
}

/** Just beyond what is allowed, and far beyond. */
function beyond({ type, minLength = 0, maxLength = 36, ...schema }: Schema): readonly Json[] {
  const { minimum = 0, maximum = 0, minItems = 0, maxItems = 200 } = schema
  if (type === 'string')
    return ['长'.repeat(maxLength + 1), 'x'.repeat(10_000), 'x'.repeat(Math.max(0, minLength - 1))]
  if (type === 'array') {
    const item = schema.items ? sampleOf(schema.items, {}) : null
    return [maxItems + 1, 201, Math.max(0, minItems - 1)].map((length) => Array(length).fill(item))
  }
  return [minimum - 1, maximum + 1, 0.5, -0.5, 2 ** 53, -(2 ** 53), 1e21, 1e308]
}

const beyondLimits: Badness = {
  name: 'a value beyond its limits',
  fits: (operation) => takesJson(operation) && has(operation, isBounded),
  requests: (operation, world) =>
    spoilt(operation, world, (good) =>
      pick(good, isBounded).chain(({ path, schema }) =>
        fc.constantFrom(...beyond(schema)).map((value) => withAt(good.value, path, value)),
      ),
    ),
}

const hostileValues: Badness = {
  name: 'SQL, HTML or emoji where a form is asked for',
  fits: (operation) => takesJson(operation) && has(operation, isStrict),
  requests: (operation, world) =>
    spoilt(operation, world, (good) =>
      fc
        .tuple(pick(good, isStrict), fc.constantFrom(...hostileTexts))
        .map(([{ path }, text]) => withAt(good.value, path, text)),
    ),
}

const illTexts = ['a\0b', '\0', '\ud800', 'x\udc00y', '\udfff\ud800']

const unkeepableTexts: Badness = {
  name: 'a text no database keeps',
  fits: (operation) => takesJson(operation) && has(operation, isText),
  requests: (operation, world) =>
    written(
      fc
        .tuple(drafts(operation, world), goodBodies(operation, world))
        .chain(([draft, good]) =>
          fc
            .tuple(fc.constantFrom(...placesWithText(good)), fc.constantFrom(...illTexts))
            .map(([{ path }, text]) => withBody(draft, jsonBody(withAt(good.value, path, text)))),
        ),
    ),
}

const placesWithText = ({ places }: Good) => places.filter(({ schema }) => isText(schema))

export const bodyBadness: readonly Badness[] = [
  wrongTypes,
  missingFields,
  unknownFields,
  prototypeFields,
  beyondLimits,
  hostileValues,
  unkeepableTexts,
]
