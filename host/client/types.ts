/** A JSON Schema as far as the routes' shapes use it. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
}

const plain: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
}

/** The TypeScript type of what a schema lets through. */
export function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1) ?? 'unknown'
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  const either = schema.anyOf ?? schema.oneOf
  if (either) return [...new Set(either.map(typeOf))].join(' | ')
  if (Array.isArray(schema.type)) return schema.type.map((type) => plain[type] ?? 'unknown').join(' | ')
  if (schema.type === 'array') return `readonly ${wrapped(typeOf(schema.items ?? {}))}[]`
  if (schema.type === 'object') return objectOf(schema)
  return plain[String(schema.type)] ?? 'unknown'
}

function objectOf({ properties = {}, required = [], additionalProperties }: Schema): string {
  const fields = Object.entries(properties).map(([name, field]) => {
    const isOptional = !required.includes(name)
    return `readonly ${quoted(name)}${isOptional ? '?' : ''}: ${typeOf(field)}`
  })
  if (fields.length > 0) return `{ ${fields.join('; ')} }`
  const rest = typeof additionalProperties === 'object' ? typeOf(additionalProperties) : 'unknown'
  return additionalProperties === false
    ? 'Readonly<Record<string, never>>'
    : `Readonly<Record<string, ${rest}>>`
}

function wrapped(type: string): string {
  return /[|{ ]/.test(type) ? `(${type})` : type
}

function quoted(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)
}
