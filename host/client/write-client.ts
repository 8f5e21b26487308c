import { openapiOf } from '#kit/http/openapi.ts'
import type { Route } from '#kit/http/route.ts'
import { type Schema, typeOf } from './types.ts'

interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly schema: Schema
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>

interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly parameters: readonly Parameter[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

interface Found extends Operation {
  readonly method: string
  readonly path: string
}

/** The source of the pages' client: each route of `/v1` by its name, with what it takes and answers. */
export function writeClient(routes: readonly Route[]): string {
  const modern = routes.filter(({ path }) => path.startsWith('/v1/'))
  const { paths, components } = openapiOf({ routes: modern, title: '', version: '' }) as unknown as Document
  const found = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      method: method.toUpperCase(),
      path,
    })),
  )
  const shapes = Object.entries(components.schemas).map(
    ([name, schema]) => `export type ${name} = ${typeOf(schema)}\n`,
  )
  return [
    '// Made by `npm run client` from the routes of the gateway: change those.\n',
    'export interface Operations {',
    ...found.map(typesOf),
    '}\n',
    'export const operations = {',
    ...found.map(({ operationId, method, path }) => `  ${operationId}: '${method} ${path}',`),
    '} as const\n',
    shapes.join('\n'),
  ].join('\n')
}

function typesOf({ operationId, summary, parameters, requestBody, responses }: Found): string {
  const fields = [
    ...objectField('params', of(parameters, 'path')),
    ...objectField('query', of(parameters, 'query')),
    ...(requestBody ? [`readonly body: ${bodyType(requestBody.content)}`] : []),
    ...(of(parameters, 'header').length > 0 ? ['readonly key: string'] : []),
  ]
  return [
    `  /** ${summary} */`,
    `  ${operationId}: { request: { ${fields.join('; ')} }; reply: ${replyType(responses)} }`,
  ].join('\n')
}

function of(parameters: readonly Parameter[], place: Parameter['in']): readonly Parameter[] {
  return parameters.filter((parameter) => parameter.in === place)
}

/** Nobody has to say anything where nothing is required. */
function objectField(name: string, parameters: readonly Parameter[]): readonly string[] {
  if (parameters.length === 0) return []
  const isOptional = parameters.every(({ required }) => !required)
  const fields = parameters.map(
    (one) => `readonly ${one.name}${one.required ? '' : '?'}: ${typeOf(one.schema)}`,
  )
  return [`readonly ${name}${isOptional ? '?' : ''}: { ${fields.join('; ')} }`]
}

function bodyType(content: Content): string {
  const schema = content['application/json']?.schema
  return schema ? typeOf(schema) : 'Blob'
}

/** What a success answers: JSON by its type, nothing as null, text as it is, anything else as bytes. */
function replyType(responses: Operation['responses']): string {
  const good = Object.entries(responses).filter(([status]) => /^2/.test(status))
  const types = good.map(([, { content }]) => {
    if (!content) return 'null'
    const json = Object.entries(content).find(([media]) => media.startsWith('application/json'))
    if (json?.[1].schema) return typeOf(json[1].schema)
    return Object.keys(content).every((media) => media.startsWith('text/')) ? 'string' : 'Blob'
  })
  return [...new Set(types)].join(' | ') || 'null'
}
