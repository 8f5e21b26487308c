import { z } from 'zod'
import { instantOf } from '#kit/http/instants.ts'
import { Refusal } from '#kit/http/refusal.ts'
import type { RouteRequest } from '#kit/http/route.ts'
import { fen, numberId } from '../../http.ts'

/** What a request says, as the schema wants it; the address counts first, then the query, then the body. */
export function readInput<Input extends z.ZodType>(
  schema: Input,
  { params, query, body }: Pick<RouteRequest<object, object, unknown>, 'params' | 'query' | 'body'>,
): z.output<Input> {
  const result = schema.safeParse(given({ ...fieldsOf(body), ...query, ...params }))
  if (result.success) return result.data
  const errors = result.error.issues.slice(0, 20).map(({ path, message: detail }) => ({
    in: 'body' as const,
    pointer: path.map((step) => `/${String(step)}`).join(''),
    detail,
  }))
  throw new Refusal('invalid', 'PARAMETER_INVALID', 'A field of the request is not valid', { errors })
}

/** A list that is a whole body is one of ids. */
function fieldsOf(body: unknown): object {
  if (Array.isArray(body)) return { ids: body }
  return typeof body === 'object' && body !== null ? body : {}
}

/** The old pages send an empty text, or null, for what they do not mean. */
function given(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '' && value !== null))
}

const textOrNumber = z.union([z.string(), z.number()])

/** An id as the contracts have it, sent as a number or its text. */
export const id = textOrNumber.transform(String).pipe(numberId)

/** `1,2,3`, or the parameter once for each. */
export const ids = z
  .union([textOrNumber.transform(String), z.array(textOrNumber)])
  .transform((list) => String(list).split(','))
  .pipe(z.array(numberId).min(1).max(100))

export const whole = (min: number, max: number) =>
  z
    .union([z.string().regex(/^-?\d{1,15}$/), z.number()])
    .transform(Number)
    .pipe(z.int().min(min).max(max))

/** 1 or 0. */
export const flag = whole(0, 1).transform((value) => value === 1)

export const text = (charactersMax: number) =>
  textOrNumber.transform(String).pipe(z.string().max(charactersMax))

/** Yuan as number or text, with the rounding errors of a page that adds up in doubles, as fen. */
export const yuan = textOrNumber
  .transform((given) => Number(given) * 100)
  .refine((amount) => Math.abs(amount - Math.round(amount)) < 1e-4)
  .transform(Math.round)
  .pipe(fen)

/** `1` of men and `0` of women, as the contracts have it. */
export const sex = text(2).transform((given) => (given === '1' ? 'M' : given === '0' ? 'F' : ''))

/** `yyyy-MM-dd`, with `HH:mm` or `HH:mm:ss` where it is more than a day, in China’s time. */
export const time = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}(:\d{2})?)?$/)
  // Of 31 February the calendar would make a day of March.
  .refine((text) => z.iso.date().safeParse(text.slice(0, 10)).success)
  .transform((text) => instantOf(`${text.padEnd(11, ' ').replace(' ', 'T')}${tailOf(text)}`))
  .pipe(z.int())

function tailOf(text: string): string {
  return `${'00:00:00'.slice(Math.max(0, text.length - 11))}+08:00`
}

export const day = z.iso.date()

/** Page numbers begin with 1; the message centre calls them pageNum. */
export const paging = {
  page: whole(-1_000_000, 1_000_000)
    .transform((page) => Math.max(1, page))
    .optional(),
  pageNum: whole(1, 1_000_000).optional(),
  pageSize: whole(1, 1000).default(10),
}
