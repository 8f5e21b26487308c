import { type DescField, type DescMessage, type DescOneof, ScalarType } from '@bufbuild/protobuf'
import { base64Decode, base64Encode } from '@bufbuild/protobuf/wire'
import { messageInvalid, numberUnsafe } from './faults.ts'
import type { AnyPlain, InitOf, PlainOf } from './message.ts'
import { type Scalar, scalarOf } from './scalars.ts'

/** A message under construction. */
export type Draft = Record<string, unknown>

type Convert = (value: unknown) => unknown
type Step = (init: AnyPlain, draft: Draft) => void
type Completer = (init: unknown) => Draft
/** How bytes are given: as themselves, or as base64 where the message is JSON. */
type Form = 'data' | 'json'

/**
 * A new message in which every field has its value or its default; nothing of `init` is shared with it.
 * Throws a fault `invalid`, MESSAGE_INVALID where a value has the wrong type, NUMBER_UNSAFE where a number is
 * not exact.
 */
export function complete<Desc extends DescMessage>(desc: Desc, init: InitOf<Desc>): PlainOf<Desc> {
  return completerOf(desc, 'data')(init) as PlainOf<Desc>
}

/** The same where the type is known only at run time. */
export function completeAny(desc: DescMessage, init: unknown): Draft {
  return completerOf(desc, 'data')(init)
}

/** A message from the JSON of its plain form (`toJsonText`); throws like `complete`. */
export function completeJson<Desc extends DescMessage>(desc: Desc, text: string): PlainOf<Desc> {
  let init: unknown
  try {
    init = JSON.parse(text)
  } catch {
    throw messageInvalid(`${desc.typeName} must be JSON`)
  }
  return completerOf(desc, 'json')(init) as PlainOf<Desc>
}

/** The JSON of a message's plain form; bytes become base64. Throws like `complete`. */
export function toJsonText<Desc extends DescMessage>(desc: Desc, init: InitOf<Desc>): string {
  return JSON.stringify(complete(desc, init), (_, value) =>
    value instanceof Uint8Array ? base64Encode(value) : value,
  )
}

/** Freezes a message and all it holds, bytes aside, and answers it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  for (const inner of Object.values(value)) deepFreeze(inner)
  return Object.freeze(value)
}

/** Sets a key that a client chose: `__proto__` is a key like any other. */
export function put(draft: Draft, key: string, value: unknown): void {
  if (key !== '__proto__') draft[key] = value
  else Object.defineProperty(draft, key, { value, enumerable: true, configurable: true, writable: true })
}

const completers = {
  data: new WeakMap<DescMessage, Completer>(),
  json: new WeakMap<DescMessage, Completer>(),
}

function completerOf(desc: DescMessage, form: Form): Completer {
  const known = completers[form].get(desc)
  if (known !== undefined) return known
  const steps: Step[] = []
  const completer: Completer = (init) => {
    if (!isRecord(init)) throw messageInvalid(`${desc.typeName} must be an object`)
    const draft: Draft = {}
    for (const step of steps) step(init, draft)
    return draft
  }
  // Known before its fields are: a message may hold itself.
  completers[form].set(desc, completer)
  for (const member of desc.members) {
    steps.push(member.kind === 'oneof' ? oneofStep(member, form) : fieldStep(member, form))
  }
  return completer
}

function isRecord(value: unknown): value is AnyPlain {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)
}

function fieldStep(field: DescField, form: Form): Step {
  const name = field.localName
  const convert = converterOf(field, form)
  const fallback = defaultOf(field)
  return (init, draft) => {
    const value = init[name]
    if (value !== undefined) draft[name] = convert(value)
    else if (fallback !== undefined) draft[name] = fallback()
  }
}

function oneofStep(oneof: DescOneof, form: Form): Step {
  const name = oneof.localName
  const cases = new Map(oneof.fields.map((field) => [field.localName, converterOf(field, form)]))
  return (init, draft) => {
    const chosen = init[name]
    if (!isRecord(chosen) || chosen.case === undefined) {
      if (chosen !== undefined && !isRecord(chosen)) throw messageInvalid(`${name} must be an object`)
      draft[name] = { case: undefined }
      return
    }
    const convert = cases.get(String(chosen.case))
    if (convert === undefined) throw messageInvalid(`${name} must name one of its cases`)
    draft[name] = { case: chosen.case, value: convert(chosen.value) }
  }
}

/** What an absent field is; undefined where absence has a meaning of its own. */
function defaultOf(field: DescField): (() => unknown) | undefined {
  if (field.fieldKind === 'list') return () => []
  if (field.fieldKind === 'map') return () => ({})
  if (field.fieldKind === 'message' || field.proto.proto3Optional) return undefined
  if (field.fieldKind === 'enum') return () => 0
  const { zero } = scalarOf(field.scalar)
  return zero instanceof Uint8Array ? () => new Uint8Array(0) : () => zero
}

function converterOf(field: DescField, form: Form): Convert {
  const path = `${field.parent.name}.${field.localName}`
  switch (field.fieldKind) {
    case 'scalar':
      return scalarConverter(field.scalar, path, form)
    case 'enum':
      return enumConverter(path)
    case 'message':
      return completerOf(field.message, form)
    case 'list':
      return listConverter(elementConverter(field, path, form), path)
    case 'map':
      return mapConverter(field, elementConverter(field, path, form), path)
  }
}

type Container = Extract<DescField, { fieldKind: 'list' | 'map' }>

function elementConverter(field: Container, path: string, form: Form): Convert {
  if (field.message !== undefined) return completerOf(field.message, form)
  return field.enum !== undefined
    ? enumConverter(path)
    : scalarConverter(field.scalar as ScalarType, path, form)
}

function scalarConverter(type: ScalarType, path: string, form: Form): Convert {
  const scalar = scalarOf(type)
  if (type === ScalarType.BYTES) return (value) => copyBytes(value, path, form)
  return (value) => {
    if (!scalar.accepts(value)) throw refusal(scalar, value, path)
    return value
  }
}

function refusal(scalar: Scalar, value: unknown, path: string) {
  const inexact =
    scalar.expects.includes('53 bits') && typeof value === 'number' && !Number.isSafeInteger(value)
  return inexact ? numberUnsafe(path) : messageInvalid(`${path} must be ${scalar.expects}`)
}

function copyBytes(value: unknown, path: string, form: Form): Uint8Array {
  if (form === 'data' && value instanceof Uint8Array) return new Uint8Array(value)
  const decoded = form === 'json' && typeof value === 'string' ? bytesOfBase64(value) : undefined
  if (decoded !== undefined) return decoded
  throw messageInvalid(`${path} must be bytes`)
}

function bytesOfBase64(text: string): Uint8Array | undefined {
  try {
    return base64Decode(text)
  } catch {
    return undefined
  }
}

function enumConverter(path: string): Convert {
  const int32 = scalarOf(ScalarType.INT32)
  return (value) => {
    if (!int32.accepts(value)) throw messageInvalid(`${path} must be the number of an enum value`)
    return value
  }
}

function listConverter(convert: Convert, path: string): Convert {
  return (value) => {
    if (!Array.isArray(value)) throw messageInvalid(`${path} must be a list`)
    return value.map((item) => convert(item))
  }
}

function mapConverter(
  field: Extract<DescField, { fieldKind: 'map' }>,
  convert: Convert,
  path: string,
): Convert {
  return (value) => {
    if (!isRecord(value)) throw messageInvalid(`${path} must be an object`)
    const map: Draft = {}
    for (const [key, inner] of Object.entries(value)) {
      if (field.mapKey !== ScalarType.STRING && !isKey(field.mapKey, key))
        throw messageInvalid(`${path} has a wrong key`)
      put(map, key, convert(inner))
    }
    return map
  }
}

function isKey(type: ScalarType, key: string): boolean {
  return type === ScalarType.BOOL ? key === 'true' || key === 'false' : scalarOf(type).accepts(Number(key))
}
