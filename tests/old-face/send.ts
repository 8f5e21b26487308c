import { filled, type Kept } from './kept.ts'
import { payInWechat, type Row } from './row.ts'

/** Where requests go. */
export interface World {
  readonly url: string
  readonly wechatUrl: string
}

/** An answer as it came over the wire. */
export interface Told {
  readonly status: number
  readonly media: string
  readonly bytes: Uint8Array
}

/** Sends a row's request exactly as the client does whose it is. */
export async function send(row: Row, kept: Kept, { url, wechatUrl }: World): Promise<Told> {
  const [method = '', path = ''] = row.call.replace(' of the WeChat app', '').split(' ')
  const origin = row.call === payInWechat ? wechatUrl : url
  const address = `${origin}${addressOf(row, path, kept)}`
  return told(await fetch(address, { method, ...contentOf(row, kept), redirect: 'error' }))
}

/** Reads an answer whole. */
export async function told(response: Response): Promise<Told> {
  const [media = ''] = (response.headers.get('content-type') ?? '').split(';')
  return { status: response.status, media, bytes: new Uint8Array(await response.arrayBuffer()) }
}

function addressOf(row: Row, template: string, kept: Kept): string {
  const { path = {}, query = {} } = filled({ path: row.path, query: row.query }, kept)
  const reached = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(path[name]))
  const asked = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  )
  return `${reached}${row.endsWithSlash ? '/' : ''}${asked.size === 0 ? '' : `?${asked}`}`
}

function contentOf(row: Row, kept: Kept): { headers: Record<string, string>; body?: string | FormData } {
  const headers = { ...tokenOf(row, kept), ...filled(row.headers ?? {}, kept) }
  if (row.upload !== undefined) return { headers, body: formOf(row.upload) }
  if (row.sentAs !== undefined) {
    return { headers: { ...headers, 'content-type': row.sentAs }, body: String(row.body) }
  }
  const type = typeOf(row)
  const typed = type === undefined ? headers : { ...headers, 'content-type': type }
  return row.body === undefined
    ? { headers: typed }
    : { headers: typed, body: JSON.stringify(filled(row.body, kept)) }
}

/** The mini program says JSON of every request, also where there is no body; the console only of bodies. */
function typeOf({ call, body }: Row): string | undefined {
  if (call.includes(' /user/')) return 'application/json'
  return body === undefined ? undefined : 'application/json;charset=UTF-8'
}

function tokenOf({ who, call }: Row, kept: Kept): Record<string, string> {
  if (who === 'nobody' || who === 'wechat' || call === payInWechat) return {}
  const name = call.includes(' /admin/') ? 'token' : 'authentication'
  return { [name]: String(filled(`$${who}Token`, kept)) }
}

function formOf({ name, type, bytes }: NonNullable<Row['upload']>): FormData {
  const form = new FormData()
  form.set('file', new Blob([bytes], { type }), name)
  return form
}
