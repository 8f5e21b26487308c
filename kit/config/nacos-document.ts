import { z } from 'zod'
import type { NacosServer } from '../discovery/nacos-server.ts'
import { Fault } from '../fault.ts'
import type { Centre, CentreDocument } from './centre.ts'

/** Where a document lies in Nacos. */
export interface NacosPlace {
  readonly dataId: string
  readonly group: string
  readonly namespace: string
}

/** One document in Nacos; its version is the MD5 of its text, by which Nacos compares and sets. */
export type NacosDocument = Pick<Centre, 'read' | 'publish'>

/**
 * Asks the administration's interface, because that one reads the database: what clients are answered lags
 * behind a publication, and does not say who made it.
 */
export function createNacosDocument(server: NacosServer, place: NacosPlace): NacosDocument {
  const { dataId, group, namespace } = place
  const where = { dataId, groupName: group, namespaceId: namespace }

  async function read(): Promise<CentreDocument | null> {
    const answer = await server.fetch(`${path}?${new URLSearchParams(where)}`).catch(refuse)
    const { code, data } = await answered(answer)
    if (code === codes.missing) return null
    return documentOf(code, data)
  }

  /** Nacos compares where there is a document; that there is none to compare with is seen before. */
  async function publish(text: string, before: string | null, by: string): Promise<boolean> {
    if (before !== null && (await read()) === null) return false
    const answer = await server
      .fetch(path, {
        method: 'POST',
        headers: { casMd5: before ?? noVersion },
        body: new URLSearchParams({ ...where, content: text, type: 'json', srcUser: by }),
      })
      .catch(refuseUnknown)
    const { code } = await answered(answer)
    if (code === codes.conflict) return false
    if (code !== codes.success) throw unavailable(`Nacos answers ${code}`, true)
    return true
  }

  return { read, publish }
}

const path = '/v3/admin/cs/config'
const codes = { success: 0, missing: 20004, conflict: 20005 }
/** The MD5 of nothing: where there is a document, it is not this. */
const noVersion = 'none'

const answerSchema = z.object({ code: z.number(), data: z.unknown() })
const documentSchema = z.object({
  content: z.string(),
  md5: z.string(),
  modifyTime: z.number(),
  // Nacos keeps here who wrote it last, whatever the name says.
  createUser: z.string().nullish(),
  createIp: z.string().nullish(),
})

async function answered(answer: Response): Promise<z.infer<typeof answerSchema>> {
  const parsed = answerSchema.safeParse(await answer.json().catch(() => undefined))
  if (parsed.success) return parsed.data
  throw unavailable(`Nacos answers HTTP ${answer.status}`, true)
}

function documentOf(code: number, data: unknown): CentreDocument {
  const { success, data: found, error } = documentSchema.safeParse(data)
  if (code !== codes.success || !success) throw unavailable(error ?? `Nacos answers ${code}`, false)
  const { content, md5, modifyTime, createUser, createIp } = found
  return { text: content, version: md5, by: createUser || createIp || 'nacos', at: modifyTime }
}

const refuse = (cause: unknown) => Promise.reject(unavailable(cause, false))
const refuseUnknown = (cause: unknown) => Promise.reject(unavailable(cause, true))

function unavailable(cause: unknown, unknown: boolean): Fault {
  return new Fault('unavailable', 'CONFIG_UNAVAILABLE', 'The configuration cannot be reached', {
    cause,
    unknown,
  })
}
