import type { Schema } from './schema.ts'

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly schema: Schema
}

/** One thing the platform says it can do. */
export interface Operation {
  readonly name: string
  readonly method: string
  /** With parameters as `{id}`. */
  readonly path: string
  readonly parameters: readonly Parameter[]
  /** What may be in the body; none for reads, `raw` where any bytes are taken. */
  readonly body: Schema | 'none' | 'raw'
  readonly audience: Audience
  /** Which methods its path knows. */
  readonly methods: readonly string[]
}

export type Audience = 'public' | 'any' | 'customer' | 'employee' | 'manager'

interface Described {
  readonly operationId: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> }
  readonly 'x-audience'?: string | { readonly roles: readonly string[] }
}

type Document = { readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>> }

/** What every server answers besides; its own description leaves it out. */
const unlisted = ['/livez', '/readyz', '/v1/openapi.json', '/docs', '/docs/start.js', '/problems/{code}']

/** Every operation of the platform, read from its own OpenAPI document. */
export async function readOperations(url: string): Promise<readonly Operation[]> {
  const document = (await (await fetch(`${url}/v1/openapi.json`)).json()) as Document
  const listed = Object.entries(document.paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, described]) => {
      const methods = Object.keys(byMethod).map((name) => name.toUpperCase())
      return operationOf(path, method.toUpperCase(), methods, described)
    }),
  )
  return [...listed, ...unlisted.map(unlistedOperation)]
}

function operationOf(
  path: string,
  method: string,
  methods: readonly string[],
  described: Described,
): Operation {
  const { operationId, parameters = [], requestBody } = described
  const audience = described['x-audience']
  const common = { name: operationId, method, path, methods, parameters }
  return {
    ...common,
    audience: typeof audience === 'object' ? audienceOf(audience) : (audience as Audience),
    body: method === 'GET' ? 'none' : requestBody ? bodyOf(requestBody) : { type: 'object', properties: {} },
  }
}

/** Of the employees, the world has a manager and one of the staff. */
function audienceOf({ roles }: { readonly roles: readonly string[] }): Audience {
  return roles.includes('staff') ? 'employee' : 'manager'
}

function bodyOf({ content }: NonNullable<Described['requestBody']>): Schema | 'raw' {
  return content['application/json']?.schema ?? 'raw'
}

function unlistedOperation(path: string): Operation {
  const code: Parameter = { name: 'code', in: 'path', schema: { type: 'string', pattern: '^[A-Z_]+$' } }
  const parameters = path.includes('{code}') ? [code] : []
  return { name: path, method: 'GET', path, methods: ['GET'], parameters, body: 'none', audience: 'public' }
}
