import { Fault } from '#kit/fault.ts'
import { imageKindOf, sentByCustomerMax } from '../domain/image.ts'
import { type Actor, assertPermitted } from '../domain/permission.ts'
import type { CatalogNeeds } from '../ports.ts'

type Sender =
  | Extract<Actor, { kind: 'employee' }>
  | { readonly kind: 'anonymous' | 'system' }
  | { readonly kind: 'customer'; readonly id: string }
type Needs = Pick<CatalogNeeds, 'store' | 'digest' | 'resizePicture' | 'clock'>

const dayMs = 86_400_000

/** Keeps a picture and answers the name of its content. Only what was decoded is ever shown. */
export async function putImage(needs: Needs, by: Sender, body: Uint8Array): Promise<string> {
  if (by.kind !== 'customer') assertPermitted(by, 'menu')
  const kind = imageKindOf(body, by.kind === 'system')
  const id = needs.digest(body)
  if (await needs.store.hasImage(id)) return id
  if (by.kind === 'customer') await takeTurn(needs, by.id)
  // The system brings many drawings at once, and each is small: their sizes are made when somebody looks.
  if (kind === 'DRAWING') await needs.store.recordUnsized(id, body)
  else await needs.store.recordImage(id, await needs.resizePicture(body))
  return id
}

/** Before it is decoded: what cannot be decoded has cost as much. */
async function takeTurn({ store, clock }: Needs, customerId: string): Promise<void> {
  const day = Math.floor(clock.now() / dayMs)
  if (await store.takeImageOf(customerId, day, sentByCustomerMax)) return
  throw new Fault('exhausted', 'IMAGES_FULL', `a customer sends ${sentByCustomerMax} new pictures a day`)
}
