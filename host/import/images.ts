import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CatalogService } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { Fault } from '#kit/fault.ts'
import type { Surroundings } from '#kit/lifecycle/service.ts'
import { Refusal } from '../settings.ts'

/** Pictures of the old installation that somebody has fetched. */
export interface Images {
  /** The address here of what had this address there; empty where there is no such picture. */
  of(address: string | null): string
}

/**
 * Keeps the pictures in a folder under what their old addresses end in. A file that is no picture is passed
 * over; Refusal where there is no such folder.
 */
export async function keepImages(client: Surroundings['client'], folder?: string): Promise<Images> {
  const kept = new Map<string, string>()
  if (folder !== undefined && !existsSync(folder)) throw new Refusal(`there is no folder ${folder}`)
  const files = folder === undefined ? [] : readdirSync(folder, { withFileTypes: true })
  for (const file of files.filter((each) => each.isFile())) {
    const imageId = await keep(client, readFileSync(join(folder ?? '', file.name)))
    if (imageId !== undefined) kept.set(file.name, `/v1/images/${imageId}`)
  }
  return { of: (address) => kept.get(fileNameIn(address ?? '')) ?? '' }
}

async function keep(client: Surroundings['client'], body: Uint8Array): Promise<string | undefined> {
  try {
    return (await client(CatalogService).putImage({ body })).imageId
  } catch (error) {
    if (error instanceof Fault && error.kind === 'invalid') return undefined
    throw error
  }
}

/** `https://host/a/b.png?x=1` ends in `b.png`. */
function fileNameIn(address: string): string {
  const path = address.split(/[?#]/, 1)[0] ?? ''
  return path.split('/').at(-1) ?? ''
}
