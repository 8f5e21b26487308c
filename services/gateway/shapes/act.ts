import type { Act } from '#kit/http/ledger.ts'

type Fields = Readonly<Record<string, unknown>>

/** What stands in an address, as the audit names it. */
const things: Readonly<Record<string, string>> = {
  ...{ categories: 'category', category: 'category', dishes: 'dish', dish: 'dish', stock: 'dish' },
  ...{ 'set-meals': 'setMeal', setmeal: 'setMeal', orders: 'order', order: 'order', claims: 'claim' },
}
const subjectMax = 64

/** What the act is about: `dish:29`, `dish:1,2,3`, or the whole shop where it names nothing. */
export function subjectOf(act: Act, shopId: string): string {
  const thing = act.path.split('/').find((part) => Object.hasOwn(things, part))
  const fields = fieldsOf(act)
  const ids = idsIn(fields.id ?? fields.dishId ?? fields.ids)
  if (thing === undefined || ids.length === 0) return `shop:${shopId}`
  const whole = `${things[thing]}:${ids.join(',')}`
  if (whole.length <= subjectMax) return whole
  const short = `${things[thing]}:${ids[0]}`
  return `${short}+${ids.length - 1}`
}

function idsIn(given: unknown): readonly string[] {
  const listed = Array.isArray(given) ? given : String(given ?? '').split(',')
  return listed.map(String).filter((id) => /^[\w-]{1,36}$/.test(id))
}

/** What was asked for: the address counts first, then the query, then the body. */
function fieldsOf({ params, query, body }: Act): Fields {
  return { ...bodyFields(body), ...(query as object), ...(params as object) }
}

function bodyFields(body: unknown): object {
  if (body instanceof Uint8Array) return { bytes: body.length }
  if (Array.isArray(body)) return { ids: body }
  return typeof body === 'object' && body !== null ? body : {}
}

const detailsMax = 2000

/** What was asked for as JSON, without secrets and bounded: what is cut says how long it was. */
export function detailsOf(act: Act): string {
  const { shopId: _told, ...fields } = fieldsOf(act)
  const text = JSON.stringify(shown(fields, 0))
  if (text.length <= detailsMax) return text
  return JSON.stringify({ characters: text.length, begins: text.slice(0, detailsMax / 2) })
}

const secretName = /password|secret|token|signature|authorization|cookie|credential|private|code$|[a-z]Key$/i
/** Tells who somebody is: enough is shown to know them again. */
const personalName = /phone|mobile|idNumber|openid/i
const textMax = 300
const itemsMax = 50
const depthMax = 6

function shown(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.length > textMax ? `${value.slice(0, textMax)}…` : value
  if (typeof value !== 'object' || value === null) return value
  if (depth === depthMax) return '…'
  if (value instanceof Uint8Array) return `${value.length} bytes`
  if (Array.isArray(value)) {
    const items = value.slice(0, itemsMax).map((item) => shown(item, depth + 1))
    return value.length > itemsMax ? [...items, `… ${value.length}`] : items
  }
  const { key } = value as Fields
  const fields = Object.entries(value).map(([name, inner]) => {
    const called = name === 'value' && typeof key === 'string' ? key : name
    return [name, shownAs(called, inner, depth + 1)]
  })
  return Object.fromEntries(fields)
}

function shownAs(name: string, value: unknown, depth: number): unknown {
  const isTelling = typeof value === 'string' || typeof value === 'number'
  if (secretName.test(name)) return typeof value === 'boolean' || value === null ? value : '***'
  if (isTelling && personalName.test(name)) return `…${String(value).slice(-4)}`
  return shown(value, depth)
}
