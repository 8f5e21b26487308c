import fc from 'fast-check'
import { type Draft, jsonBody, withHeader } from '../draft.ts'
import type { Operation } from '../operations.ts'
import {
  accepts,
  type Json,
  type Place,
  placesOf,
  type Schema,
  sampleOf,
  valueAt,
  withAt,
} from '../schema.ts'
import type { World } from '../world.ts'
import { type Badness, drafts, hostileTexts, written } from './badness.ts'

const schemaOf = ({ body }: Operation): Schema | undefined => (typeof body === 'object' ? body : undefined)
const takesJson = (operation: Operation) => schemaOf(operation) !== undefined

/** A body nothing is wrong with, in one of the shapes it may have, and its places. */
interface Good {
  readonly value: Json
  readonly places: readonly Place[]
}

function goodBodies(operation: Operation, world: World): fc.Arbitrary<Good> {
  const schema = schemaOf(operation) ?? {}
  const shapes = schema.oneOf ?? [schema]
  return fc.constantFrom(...shapes).map((shape) => {
    const value = sampleOf(shape, world.known)
    return { value, places: placesOf(shape, value) }
  })
}

/** Requests whose bodies are spoilt in this way, and really so. */
function spoilt(operation: Operation, world: World, spoil: (good: Good) => fc.Arbitrary<Json>) {
  const schema = schemaOf(operation) ?? {}
  const values = goodBodies(operation, world)
    .chain(spoil)
    .filter((value) => !accepts(schema, value))
  return written(
    fc.tuple(drafts(operation, world), values).map(([draft, value]) => withBody(draft, jsonBody(value))),
  )
}

const withBody = (draft: Draft, body: Buffer): Draft => ({ ...draft, body })

/** Bodies that are no value at all. */
function unreadable(
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

/** Whether any shape of the body has such a place. */
function has(operation: Operation, isIt: (schema: Schema) => boolean): boolean {
  const schema = schemaOf(operation)
  return (schema?.oneOf ?? [schema ?? {}]).some((shape) =>
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

const notJson: Badness = {
  name: 'a body that is not JSON',
  fits: takesJson,
  requests: (operation, world) =>
    unreadable(operation, world, (good) =>
      fc.constantFrom<string | Buffer>(
        good.slice(0, -1),
        `${good}${good}`,
        `${good},`,
        `${good.replaceAll('"', "'")}//`,
        `/* */${good}`,
        '{a:1}',
        '{"a":NaN}',
        '{"a":01}',
        '{"a":"\t"}',
        '<order/>',
        'a=1&b=2',
        'undefined',
        '\0',
        Buffer.from(good, 'utf16le'),
        Buffer.from('{"note":"\xff\xfe"}', 'latin1'),
        Buffer.from('{"note":"\xed\xa0\x80"}', 'latin1'),
      ),
    ),
}

const deepJson: Badness = {
  name: 'a body that nests and nests',
  fits: takesJson,
  requests: (operation, world) =>
    unreadable(operation, world, () =>
      fc
        .tuple(fc.constantFrom(33, 100, 5000, 40_000), fc.constantFrom(['[', ']'], ['{"a":', '}']))
        .map(([depth, [open = '', shut = '']]) => `${open.repeat(depth)}1${shut.repeat(depth)}`),
    ),
}

const hugeBodies: Badness = {
  name: 'a body that is too large',
  fits: ({ body }) => body !== 'none',
  requests: (operation, world) =>
    written(
      fc.tuple(drafts(operation, world), fc.integer({ min: 1, max: 100_000 })).map(([draft, more]) => {
        const limit =
          operation.body === 'raw' && operation.audience !== 'public' ? 2 * 1024 * 1024 : 256 * 1024
        return withBody(
          draft,
          Buffer.concat([draft.body ?? Buffer.alloc(0), Buffer.alloc(limit + more, ' ')]),
        )
      }),
    ),
}

const otherMedia = [
  'text/plain',
  'text/html',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/xml',
  'application/jsonp',
  'application/json; charset=gbk',
  'application/json; charset=utf-16',
  'json',
  '',
  ';',
  '*/*',
  'application/json, text/plain',
]

const otherMediaTypes: Badness = {
  name: 'a content type that is not taken',
  fits: takesJson,
  requests: (operation, world) =>
    written(
      fc.tuple(drafts(operation, world), fc.constantFrom(...otherMedia, null)).map(([draft, media]) => {
        return withHeader(draft, 'Content-Type', ...(media === null ? [] : [media]))
      }),
    ),
}

const encodedBodies: Badness = {
  name: 'a body in an encoding that is not taken',
  fits: takesJson,
  requests: (operation, world) =>
    written(
      fc
        .tuple(drafts(operation, world), fc.constantFrom('gzip', 'br', 'deflate', 'identity, gzip', 'x'))
        .map(([draft, coding]) => withHeader(draft, 'Content-Encoding', coding)),
    ),
}

const pictures = ['<svg onload="alert(1)"/>', '<html>', 'GIF89a', '\x89PNG', 'RIFF', '', 'BM']
const pictureTypes = ['image/svg+xml', 'image/png', 'image/jpeg', 'text/html', 'image/gif', '../../x', '']

const junkBytes: Badness = {
  name: 'bytes that are not what they are said to be',
  fits: ({ body }) => body === 'raw',
  requests: (operation, world) =>
    written(
      fc
        .tuple(
          drafts(operation, world),
          fc.oneof(
            fc.constantFrom(...pictures).map((text) => Buffer.from(text, 'latin1')),
            fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
          ),
          fc.constantFrom(...pictureTypes),
        )
        .map(([draft, body, type]) => withHeader(withBody(draft, body), 'Content-Type', type)),
    ),
}

export const bodyBadness: readonly Badness[] = [
  wrongTypes,
  missingFields,
  unknownFields,
  prototypeFields,
  beyondLimits,
  hostileValues,
  unkeepableTexts,
  notJson,
  deepJson,
  hugeBodies,
  otherMediaTypes,
  encodedBodies,
  junkBytes,
]
