import { Fault } from '#kit/fault.ts'
import {
  checkedExport,
  type Export,
  type ExportWish,
  exportFingerprint,
  newExport,
} from '../domain/export.ts'
import { nameOf, type Person, reporterOf } from '../domain/person.ts'
import type { ExportNeeds } from '../ports.ts'

export interface CreatedExport {
  readonly created: Export
  readonly replayed: boolean
}

/** Begins to write the shop's orders to a file, once per idempotency key and one file at a time. */
export async function createExport(needs: ExportNeeds, wish: ExportWish, by: Person): Promise<CreatedExport> {
  const checked = checkedExport(wish)
  const shopId = reporterOf(by, checked.shopId)
  const key = { by: nameOf(by), key: checked.idempotencyKey, fingerprint: exportFingerprint(checked) }
  const earlier = await replay(needs, key)
  if (earlier) return earlier

  needs.writer.requireRoom()
  const { shop } = await needs.catalog.price(shopId, [])
  const now = needs.clock.now()
  const { keptMs, keptMax } = needs.exportRules()
  const beginning = { timeZone: shop.timeZone, createdAt: now, expiresAt: now + keptMs }
  const created = newExport(checked, { id: needs.ids.uuid(), ...beginning })
  switch (await needs.exports.record(created, key, keptMax)) {
    case 'RECORDED':
      return { created, replayed: false }
    case 'KEY_USED':
      return (await replay(needs, key)) ?? Promise.reject(busy())
    case 'BUSY':
      throw busy()
  }
}

/** The export this key has begun already; the same key for another range is refused. */
async function replay(
  { exports }: ExportNeeds,
  key: { by: string; key: string; fingerprint: string },
): Promise<CreatedExport | null> {
  const earlier = await exports.findByKey(key)
  if (!earlier) return null
  if (!earlier.isSame) throw new Fault('precondition', 'KEY_REUSED', 'the key was used for another export')
  return { created: earlier.found, replayed: true }
}

function busy(): Fault {
  return new Fault('conflict', 'EXPORT_BUSY', 'the shop has an export under way')
}
