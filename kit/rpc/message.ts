import type { DescMessage, MessageShape } from '@bufbuild/protobuf'

/**
 * A message as our code sees it: plain readonly data. int64 is a safe number, unset scalars have their
 * default, unset messages and `optional` scalars are absent, enums are their numbers.
 */
export type Plain<T> = T extends bigint
  ? number
  : T extends Uint8Array
    ? Uint8Array
    : T extends readonly (infer Item)[]
      ? readonly Plain<Item>[]
      : T extends object
        ? { readonly [K in keyof T as K extends '$typeName' | '$unknown' ? never : K]: Plain<T[K]> }
        : T

/** The same with every field optional: what a caller writes. */
export type Init<T> = T extends bigint
  ? number
  : T extends Uint8Array
    ? Uint8Array
    : T extends readonly (infer Item)[]
      ? readonly Init<Item>[]
      : T extends object
        ? {
            readonly [K in keyof T as K extends '$typeName' | '$unknown' ? never : K]?: Init<T[K]> | undefined
          }
        : T

/** What is received for a message of this schema: every field with its value or default. */
export type PlainOf<Desc extends DescMessage> = Plain<MessageShape<Desc>>
/** What is sent as a message of this schema: fields left out have their default. */
export type InitOf<Desc extends DescMessage> = Init<MessageShape<Desc>>

/** Any message, where the type is known only at run time. */
export type AnyPlain = Readonly<Record<string, unknown>>
